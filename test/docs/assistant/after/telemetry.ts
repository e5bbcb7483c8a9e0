import { metrics } from '@opentelemetry/api'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

// What matters most first; ten at most.
const charts = [
  'link.created',
  { metric: 'link.followed', where: { result: 'found' }, as: 'links followed' },
  { metric: 'link.followed', where: { result: 'missing' }, as: 'links missing' },
  { metric: 'request.failed', scale: 100, as: 'failed requests %' },
  'request.duration:p95=latency p95',
  'mail.waiting',
  { metric: 'mail.sent', where: { result: 'error' }, as: 'mails failed' },
  'mail.duration:max=longest mail',
]

// Without a key, in tests and on developers' machines, nothing is charted.
const readers = process.env['SPIKELOG_API_KEY'] ? [createSpikelogReader({ charts })] : []
const meterProvider = new MeterProvider({ readers })
metrics.setGlobalMeterProvider(meterProvider)

// When the app has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void meterProvider.shutdown()
})
