/**
 * Recording a measurement with three attributes, with `chartViews` and without, in each case with the
 * reader as users have it: counters and histograms, over 1, 100 and 1900 attribute sets (the SDK keeps
 * 2000). What the views save are attributes that no chart needs: they leave none, where a rule has a
 * `where` one (those rows are for information). The attribute sets are made ahead, as they are in apps
 * that care; a collection now and then is left out.
 */
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { Attributes } from '@opentelemetry/api'
import { chartViews, createSpikelogReader } from '@spikelog-otel/exporter'
import { measureInTurns } from './support/measure-in-turns.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'
import type { Bound } from './support/row.ts'

/** Measurements a call, enough to hide what it costs to look at the clock. */
const batch = 1900

const rules = {
  plain: ['requests', 'duration'],
  where: ['requests', 'duration'].map((metric) => ({ metric, where: { method: 'GET' } })),
}

/** What apps have, with `chartViews` or without; nothing is collected while a bench runs. */
function createInstruments(charts: (typeof rules)[keyof typeof rules], hasViews: boolean) {
  const reader = createSpikelogReader({
    apiKey: 'sk_bench',
    endpoint: 'http://127.0.0.1:9/',
    bucketMillis: 86_400_000,
    charts,
  })
  const views = hasViews ? chartViews(charts) : []
  const meter = new MeterProvider({ readers: [reader], views }).getMeter('bench')
  return { counter: meter.createCounter('requests'), histogram: meter.createHistogram('duration') }
}

function toAttributeSets(count: number): Attributes[] {
  const routes = Array.from({ length: count }, (_, i) => `/items/${i}`)
  const sets = routes.map((route, i) => ({ method: 'GET', route, status: 200 + i }))
  return Array.from({ length: batch }, (_, i) => sets[i % count] ?? {})
}

async function compare(
  kind: 'counter' | 'histogram',
  count: number,
  rule: keyof typeof rules,
  bound?: Bound,
) {
  const attributes = toAttributeSets(count)
  const toTask = (hasViews: boolean) => {
    const { counter, histogram } = createInstruments(rules[rule], hasViews)
    return kind === 'counter'
      ? () => {
          for (const set of attributes) counter.add(1, set)
        }
      : () => {
          for (const set of attributes) histogram.record(0.5, set)
        }
  }
  const millis = await measureInTurns(
    { views: toTask(true), none: toTask(false) },
    { roundMillis: 40 },
  )
  const describe = (name: keyof typeof millis) =>
    `${((quantile(millis[name], 0.5) / batch) * 1e6).toFixed(0)} ns`
  reportRow({
    what: `${kind}, ${count} attribute sets${rule === 'where' ? ', a rule with `where`' : ''}`,
    ours: describe('views'),
    beside: `without views: ${describe('none')}`,
    figures: millis.views.map((ours, round) => (millis.none[round] ?? Number.NaN) / ours),
    unit: '× cheaper',
    ...(bound && { bound }),
  })
}

for (const kind of ['counter', 'histogram'] as const) {
  for (const count of [1, 100, 1900]) await compare(kind, count, 'plain', { atLeast: 5 })
  await compare(kind, 100, 'where')
}
process.exit()
