import type { MetricData } from '@opentelemetry/sdk-metrics'
import type { Aggregation } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import {
  batchOf,
  counter,
  createBook,
  gauge,
  histogram,
  upDown,
} from '../exporter/charts/fake-metrics.ts'
import { verifies } from '../requirements.ts'

const kinds = {
  counter: { allowed: ['sum', 'rate'], byDefault: 'sum' },
  upDown: { allowed: ['last', 'max', 'min'], byDefault: 'last' },
  gauge: { allowed: ['max', 'min', 'last', 'avg'], byDefault: 'max' },
  histogram: { allowed: ['avg', 'sum', 'max', 'min', 'count', 'rate'], byDefault: 'avg' },
} as const satisfies Record<string, { allowed: readonly Aggregation[]; byDefault: Aggregation }>

/** A metric that wants the chart. */
interface Wants {
  readonly scope: string
  readonly name: 'm' | 'M'
  readonly kind: keyof typeof kinds
  readonly unit: '' | 's'
}

const aMetric: fc.Arbitrary<Wants> = fc.record({
  scope: fc.constantFrom('a', 'b', 'z', '@opentelemetry/instrumentation-a', '@opentelemetry/b'),
  name: fc.constantFrom('m', 'M'),
  kind: fc.constantFrom('counter', 'upDown', 'gauge', 'histogram'),
  unit: fc.constantFrom('', 's'),
})

/** What a rule says of the metric: an aggregation, and whether its chart has a name of its own. */
const aRule = fc.option(
  fc.record({
    aggregation: fc.option(
      fc.constantFrom<Aggregation>('sum', 'rate', 'last', 'max', 'min', 'avg', 'count', 'p95'),
    ),
    isNamed: fc.boolean(),
  }),
)

const aCase = fc
  .tuple(
    fc.uniqueArray(aMetric, {
      selector: (one) => Object.values(one).join(),
      minLength: 1,
      maxLength: 10,
    }),
    aRule,
  )
  .chain(([metrics, rule]) =>
    fc.record({
      metrics: fc.constant(metrics),
      rule: fc.constant(rule),
      order: fc.shuffledSubarray([...metrics.keys()], { minLength: metrics.length }),
      cuts: fc.array(fc.boolean(), { maxLength: metrics.length }),
    }),
  )
type Case = typeof aCase extends fc.Arbitrary<infer T> ? T : never

describe(verifies('instruments', 'metrics of one name'), () => {
  it('metrics feed one chart by the documented rule, in whatever order they come', () =>
    check(
      fc.property(aCase, (one) => {
        const inOrder = chart(one, [...one.metrics.keys()], [])
        expect(chart(one, one.order, one.cuts)).toEqual(inOrder)
        expectByRule(one, inOrder)
      }),
      10_000,
    ))
})

/** Gives one collection to a book, in this order and cut into parts after some of its metrics. */
function chart({ metrics, rule }: Case, order: readonly number[], cuts: readonly boolean[]) {
  const asked = rule?.aggregation
  const book = createBook(
    rule
      ? [{ metric: 'm', ...(asked && { aggregation: asked }), ...(rule.isNamed && { as: 'x' }) }]
      : [],
  )
  const { resource } = batchOf({})
  let part: Parameters<typeof book.add>[0] = { resource, scopeMetrics: [] }
  for (const [turn, at] of order.entries()) {
    const metric = metrics[at]
    if (metric === undefined) continue
    part.scopeMetrics.push({ scope: { name: metric.scope }, metrics: [toData(metric, at)] })
    if (cuts[turn] !== true) continue
    book.add(part, 1000)
    part = { resource, scopeMetrics: [] }
  }
  book.add(part, 1000)
  const { updates, dropped } = book.take()
  return { updates, dropped }
}

/** One data point, whose value tells the metric from all others in any sum. */
function toData({ name, kind, unit }: Wants, at: number): MetricData {
  const value = 2 ** at
  const shape = { unit }
  if (kind === 'counter') return counter(name, [value], shape)
  if (kind === 'upDown') return upDown(name, [value], shape)
  if (kind === 'gauge') return gauge(name, [value], shape)
  return histogram(name, [{ count: 1, sum: value, min: value, max: value }], shape)
}

/** The rule of the documentation, told again: who has the chart, who joins, who is left out. */
function expectByRule({ metrics, rule }: Case, { updates, dropped }: ReturnType<typeof chart>) {
  expect(updates).toHaveLength(1)
  const [update] = updates
  const aggregation = update?.settings.aggregation
  if (update === undefined || aggregation === undefined) return
  const isIn = (at: number): boolean => (update.aggregate.sum & (2 ** at)) !== 0
  const members = metrics.filter((_metric, at) => isIn(at))
  const left = metrics.filter((_metric, at) => !isIn(at))
  // The keeper is of the first scope, the app's own before all others.
  const asked = rule?.aggregation ?? undefined
  const suited = metrics.filter((one) => rule?.isNamed === true && resolve(one, asked) === asked)
  const first = Math.min(...(suited.length > 0 ? suited : metrics).map(rank))
  const keepers = members.filter(
    (one) => rank(one) === first && resolve(one, asked) === aggregation,
  )
  expect(keepers).not.toEqual([])
  // All of one kind and unit, or, where a rule names the chart, all that the aggregation suits.
  const fits = (one: Wants): boolean =>
    rule?.isNamed === true
      ? allows(one, aggregation)
      : keepers.some(({ kind, unit }) => kind === one.kind && unit === one.unit)
  expect(members.filter((one) => !fits(one))).toEqual([])
  expect(left.filter(fits)).toEqual([])
  const count = dropped.reduce((total, drop) => total + drop.count, 0)
  expect({ count, other: dropped.some(({ reason }) => reason !== 'shared_name') }).toEqual({
    count: left.length,
    other: false,
  })
}

const scopes = ['a', 'b', 'z', '@opentelemetry/b', '@opentelemetry/instrumentation-a']

function rank({ scope }: Wants): number {
  return scopes.indexOf(scope)
}

function allows({ kind }: Wants, aggregation: Aggregation): boolean {
  return (kinds[kind].allowed as readonly Aggregation[]).includes(aggregation)
}

function resolve(metric: Wants, asked: Aggregation | undefined): Aggregation {
  return asked !== undefined && allows(metric, asked) ? asked : kinds[metric.kind].byDefault
}
