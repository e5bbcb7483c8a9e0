import { metrics } from '@opentelemetry/api'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

// What matters most first; ten at most.
const charts = [
  'row.imported',
  { metric: 'row.failed', scale: 100, as: 'failed rows %' },
  'payment.amount:sum=paid',
  'import.duration:max',
]

// Without a key, in tests and on developers' machines, nothing is charted.
const readers = process.env['SPIKELOG_API_KEY'] ? [createSpikelogReader({ charts })] : []
const meterProvider = new MeterProvider({ readers })
metrics.setGlobalMeterProvider(meterProvider)

// When the app has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void meterProvider.shutdown()
})
