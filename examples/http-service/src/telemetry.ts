import { register } from 'node:module'
import { metrics } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

// All that the service needs for its charts. Load it before the service, so that the
// instrumentations are there before what they instrument: node --import ./src/telemetry.ts …

// Lets instrumentations see what ES modules import; a CommonJS app needs no such hook.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)

const meterProvider = new MeterProvider({
  resource: resourceFromAttributes({ 'service.name': 'shop' }),
  // The line to change for another backend. It reads SPIKELOG_API_KEY and the like.
  readers: [createSpikelogReader()],
})

metrics.setGlobalMeterProvider(meterProvider)
registerInstrumentations({
  meterProvider,
  instrumentations: [new HttpInstrumentation(), new RuntimeNodeInstrumentation()],
})

// When the service has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void meterProvider.shutdown()
})
