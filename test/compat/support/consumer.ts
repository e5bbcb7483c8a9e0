/** What a user's TypeScript says, in either format. A type that became `any` knows no errors. */
export const consumer = `
import { metrics } from '@opentelemetry/api'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { MetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics'
import { SpikelogClient, SpikelogError } from '@spikelog-otel/client'
import { chartViews, createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import '@spikelog-otel/exporter/register'

const options: SpikelogReaderOptions = {
  apiKey: 'sk_1',
  charts: ['users', { metric: 'queue.depth', aggregation: 'max', as: 'queue' }],
  exportIntervalMillis: 1000,
  meterProvider: metrics.getMeterProvider(),
}
const exporter: PushMetricExporter = new SpikelogMetricExporter({ apiKey: 'sk_1' })
const sdk: { metricReaders: MetricReader[] } = {
  metricReaders: [createSpikelogReader(options), new PeriodicExportingMetricReader({ exporter })],
}
export const provider: MeterProvider = new MeterProvider({
  readers: sdk.metricReaders,
  views: chartViews(options.charts ?? []),
})
// @ts-expect-error -- a text is no list
chartViews('users')
// @ts-expect-error -- a number is no key
createSpikelogReader({ apiKey: 1 })
const client = new SpikelogClient({ apiKey: 'sk_1' })
// @ts-expect-error -- there is no such method
client.nothing()
export const code: string = new SpikelogError('invalid_option', 'x').code
`
