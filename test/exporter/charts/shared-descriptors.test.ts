import type { MetricData } from '@opentelemetry/sdk-metrics'
import { expect, it } from 'vitest'
import type { Summary } from '../../../packages/exporter/src/charts/summary.ts'
import { batch, collect, counter, createBook, histogram } from './fake-metrics.ts'

interface Given {
  readonly scope: { readonly name: string; readonly version?: string } | undefined
  readonly metric: MetricData
}

const app = { name: 'app', version: '1' }
const cumulative = { cumulative: true }
const withBuckets = { count: 2, sum: 6, buckets: { boundaries: [1], counts: [0, 2] } }

function give({ scope, metric }: Given) {
  return { ...batch([]), scopeMetrics: [{ scope: scope as { name: string }, metrics: [metric] }] }
}

/** What the second of two metrics gives, whose descriptor is that of the first or a copy of it. */
function second(first: MetricData, change: (metric: MetricData) => Given, copy: boolean): Summary {
  const book = createBook(['m:p95', '*'])
  collect(book, give({ scope: app, metric: first }), 1000)
  const again = { ...first, descriptor: copy ? { ...first.descriptor } : first.descriptor }
  return collect(book, give(change(again)), 2000)
}

const rename = (metric: MetricData, part: object): Given => {
  Object.assign(metric.descriptor, part)
  return { scope: app, metric }
}

it.each<[string, () => MetricData, (metric: MetricData) => Given]>([
  ['nothing', () => counter('c', [5], cumulative), (metric) => ({ scope: app, metric })],
  [
    'its meter',
    () => counter('c', [5], cumulative),
    (metric) => ({ scope: { ...app, name: 'other' }, metric }),
  ],
  [
    'the version of its meter',
    () => counter('c', [5], cumulative),
    (metric) => ({ scope: { ...app, version: '2' }, metric }),
  ],
  ['a meter', () => counter('c', [5], cumulative), (metric) => ({ scope: undefined, metric })],
  ['its name', () => counter('c', [5]), (metric) => rename(metric, { name: 'd' })],
  ['its unit', () => counter('c', [5]), (metric) => rename(metric, { unit: 's' })],
  [
    'its kind',
    () => counter('c', [5], cumulative),
    (metric) => ({ scope: app, metric: { ...metric, isMonotonic: false } as MetricData }),
  ],
  [
    'its boundaries',
    () => histogram('m', [withBuckets]),
    (metric) => {
      const { dataPoints } = histogram('m', [{ count: 2, sum: 6 }])
      return { scope: app, metric: { ...metric, dataPoints } as MetricData }
    },
  ],
])('a descriptor that comes again says nothing of %s', (_what, make, change) => {
  expect(second(make(), change, false)).toEqual(second(make(), change, true))
})
