import { chartViews } from '@spikelog-otel/exporter'
import type { ChartRule } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { chartWith, metrics, useFrozenTime } from './support/measured-app.ts'

type Rule = string | ChartRule

/** Every form a rule can have, for one metric. */
const forms: Readonly<Record<string, (metric: string) => Rule>> = {
  'a name': (metric) => metric,
  'another case': (metric) => ({ metric: metric.toUpperCase(), as: `${metric} loud` }),
  'a chart': (metric) => `${metric}=${metric} renamed`,
  sum: (metric) => `${metric}:sum=${metric} sum`,
  avg: (metric) => `${metric}:avg=${metric} avg`,
  max: (metric) => `${metric}:max=${metric} max`,
  min: (metric) => `${metric}:min=${metric} min`,
  last: (metric) => `${metric}:last=${metric} last`,
  count: (metric) => `${metric}:count=${metric} count`,
  rate: (metric) => ({ metric, aggregation: 'rate', as: `${metric} rate` }),
  p95: (metric) => `${metric}:p95=${metric} p95`,
  where: (metric) => ({ metric, where: { plan: 'pro' }, as: `${metric} pro` }),
  'where, by two': (metric) => ({
    metric,
    aggregation: 'max',
    where: { region: 'eu', seats: 5 },
    as: `${metric} large`,
  }),
  scale: (metric) => ({ metric, scale: 1000, as: `${metric} scaled` }),
  clamp: (metric) => ({ metric, clamp: [1, 4], as: `${metric} clamped` }),
  pattern: (metric) => `${metric.slice(0, -2)}*`,
  'pattern with all': (metric) => ({
    metric: `${metric.slice(0, -3)}*${metric.slice(-1)}`,
    aggregation: 'max',
    where: { plan: 'free' },
    scale: 2,
  }),
}

const names = Object.keys(forms)
const pairs = names.flatMap((a, index) => names.slice(index).map((b) => [a, b] as const))

function withViews(charts: readonly Rule[]): Promise<readonly (readonly [string, unknown])[]> {
  return chartWith({ charts, chartedOnly: true }, chartViews(charts))
}

/** Whether views can be made where both forms are about one metric. */
function canMeet([a, b]: readonly [string, string]): boolean {
  return a === b || !(isAlone(a) || isAlone(b))
}

function isAlone(form: string): boolean {
  return form.startsWith('pattern') || form === 'another case'
}

/** The first form for the metrics with an even index, the second for the others. */
function alternate(a: string, b: string): Rule[] {
  return metrics.flatMap((metric, index) => forms[index % 2 === 0 ? a : b]?.(metric) ?? [])
}

/** Both forms for each metric. */
function meet(a: string, b: string): Rule[] {
  return metrics.flatMap((metric) =>
    [...new Set([a, b])].flatMap((form) => forms[form]?.(metric) ?? []),
  )
}

async function expectSame(charts: readonly Rule[]): Promise<void> {
  const plain = await chartWith({ charts })
  expect(plain.length).toBeGreaterThanOrEqual(metrics.length)
  expect(await withViews(charts.map(toSpelling))).toEqual(plain)
}

/** The rule with its metric written as the instrument does, as views need it. */
function toSpelling(rule: Rule): Rule {
  if (typeof rule === 'string') return rule
  const metric = metrics.find((name) => name.toUpperCase() === rule.metric) ?? rule.metric
  return { ...rule, metric }
}

useFrozenTime()

describe(verifies('views', 'with chartViews and chartedOnly'), () => {
  it.each(pairs)('the points are the same by %s for some metrics, %s for others', async (a, b) => {
    await expectSame(alternate(a, b))
    await expectSame(alternate(b, a))
  })

  it.each(pairs.filter(canMeet))(
    'the points are the same by %s and %s of one metric',
    async (a, b) => {
      await expectSame(meet(a, b))
    },
  )

  it.each(pairs.filter((pair) => !canMeet(pair)))('%s and %s of one metric throw', (a, b) => {
    expect(() => chartViews(meet(a, b))).toThrow(/^Expected `charts\[\d+\]\.metric` to/u)
  })

  it('each instrument becomes what the table says', async () => {
    const points = await withViews(metrics)
    const valuesOf = (metric: string) =>
      points.filter(([name]) => name === metric).map(([, value]) => value)
    expect(metrics.map((metric) => [metric, valuesOf(metric)])).toEqual([
      ['app.counter', [13.75, 7.125, 20.5]],
      ['app.upDown', [10.75, 3.875, 3.875, 20.375, 20.375]],
      ['app.histogram', [13.75 / 4, 7.125 / 2, 20.5 / 3]],
      ['app.gauge', [9.25, 0.125, 16.5]],
      ['watched.counter', [82.5, 42.75, 0, 123, 0]],
      ['watched.upDown', [37.5, -5.25, -5.25, -128.25, -128.25]],
      ['watched.gauge', [13.75 / 8, 20.875 / 8, 20.875 / 8, 41.375 / 8, 41.375 / 8]],
    ])
  })
})
