/**
 * The CPU that `export()` of 20 000 data points takes: 10 counters and 10 histograms × 1000 attribute
 * sets, collected from the SDK as our reader asks; handing them over to the client, to the end of the
 * turn, included. Beside OpenTelemetry's serializers on the same data, and beside a loop that does
 * nothing but read the same numbers, test them with `Number.isFinite` and add, compare or store them:
 * the limit. What counts is the CPU of the thread that runs the app.
 */
import { setImmediate } from 'node:timers/promises'
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { collectManyPoints, pointsPerCollection } from './support/collect-many-points.ts'
import { createIdleExporter } from './support/create-idle-exporter.ts'
import { measureInTurns } from './support/measure-in-turns.ts'
import { quantile } from './support/quantile.ts'
import { readNumbers, stored } from './support/read-numbers.ts'
import { reportRow } from './support/report-row.ts'
import type { Bound } from './support/row.ts'

const exporter = createIdleExporter()
const collections = await collectManyPoints(exporter, 2)
const prometheus = new PrometheusSerializer()
let turn = 0

/** Two collections in turns: the same one again would be a part of the one before. */
function next(): ResourceMetrics {
  turn += 1
  return collections[turn % collections.length] as ResourceMetrics
}

const millis = await measureInTurns({
  ours: async () => {
    exporter.export(next(), () => {})
    await setImmediate()
  },
  loop: () => readNumbers(next()),
  // Their packages bring another copy of the SDK's types.
  protobuf: () => ProtobufMetricsSerializer.serializeRequest(next() as never),
  json: () => JsonMetricsSerializer.serializeRequest(next() as never),
  prometheus: () => prometheus.serialize(next() as never),
})
if (stored.points !== pointsPerCollection) throw new Error(`The loop read ${stored.points} points`)
const { pending, attempts24h } = exporter.health()
if (pending !== 20 || attempts24h.total > 0) throw new Error('Expected 20 charts, and no post')

const describe = (name: keyof typeof millis): string =>
  `${quantile(millis[name], 0.5).toFixed(3)} ms`
const compare = (what: string, name: keyof typeof millis, bound?: Bound): void => {
  const pairs = millis.ours.map((ours, round) => [ours, millis[name][round] ?? Number.NaN] as const)
  reportRow({
    what,
    ours: describe('ours'),
    beside: `${name}: ${describe(name)}`,
    figures: pairs.map(([ours, other]) => (name === 'loop' ? ours / other : other / ours)),
    unit: name === 'loop' ? '× its time' : '× cheaper',
    ...(bound && { bound }),
  })
}
compare('`export()` beside the loop', 'loop', { atMost: 2 })
compare('`export()` beside `ProtobufMetricsSerializer`', 'protobuf', { atLeast: 100 })
compare('`export()` beside `JsonMetricsSerializer`', 'json')
compare('`export()` beside `PrometheusSerializer`', 'prometheus')
exporter.writeDown()
