/**
 * The CPU that `export()` of 10 000 delta histograms takes (10 metrics × 1000 attribute sets, 20
 * measurements each) when their p95 is charted, to the end of the turn: with the boundaries that a
 * user's view names (here the SDK's default), and with exponential buckets, which our reader asks for.
 * Beside the same data points charted as `avg`, for which buckets are not read.
 */
import { setImmediate } from 'node:timers/promises'
import { collectHistograms, histogramPoints } from './support/collect-histograms.ts'
import type { bucketKinds } from './support/collect-histograms.ts'
import { createIdleExporter } from './support/create-idle-exporter.ts'
import { measureInTurns } from './support/measure-in-turns.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'

/** Exports two collections in turns: the same one again would be a part of the one before. */
async function toTask(kind: keyof typeof bucketKinds, aggregation: string) {
  const exporter = createIdleExporter([`duration.*:${aggregation}`])
  const collections = await collectHistograms(kind, 2)
  let turn = 0
  return async (): Promise<void> => {
    turn += 1
    const collection = collections[turn % collections.length]
    if (collection === undefined) throw new Error('Nothing was collected')
    exporter.export(collection, () => {})
    await setImmediate()
    const { pending } = exporter.health()
    if (pending !== 10) throw new Error(`Expected 10 charts, got ${pending}`)
  }
}

const millis = await measureInTurns({
  explicit: await toTask('explicit', 'p95'),
  explicitAvg: await toTask('explicit', 'avg'),
  exponential: await toTask('exponential', 'p95'),
  exponentialAvg: await toTask('exponential', 'avg'),
})

const describe = (name: keyof typeof millis): string => {
  const median = quantile(millis[name], 0.5)
  return `${median.toFixed(3)} ms (${((median / histogramPoints) * 1e3).toFixed(3)} µs a data point)`
}
for (const kind of ['explicit', 'exponential'] as const) {
  reportRow({
    what: kind === 'explicit' ? 'p95 of explicit boundaries' : 'p95 of exponential buckets',
    ours: describe(kind),
    beside: `avg: ${describe(`${kind}Avg`)}`,
    figures: millis[kind].map((ours, round) => ours / (millis[`${kind}Avg`][round] ?? Number.NaN)),
    unit: '× its time',
  })
}
process.exit()
