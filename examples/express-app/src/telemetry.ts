import { metrics } from '@opentelemetry/api'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

// All of the set-up. Load it before the app, so that the instrumentation is there before Express
// loads what it instruments: node --import ./src/telemetry.ts src/app.ts
const meterProvider = new MeterProvider({
  readers: [
    createSpikelogReader({
      charts: [
        'orders',
        'order.value:sum=revenue',
        'order.value:max=largest order',
        { metric: 'logins', where: { success: false }, as: 'failed logins' },
        'http.server.request.duration:count=requests',
        {
          metric: 'http.server.request.duration',
          aggregation: 'p95',
          scale: 1000,
          as: 'response time p95 (ms)',
        },
        {
          metric: 'http.server.request.duration',
          aggregation: 'count',
          where: { 'http.response.status_code': 500 },
          as: 'server errors',
        },
      ],
    }),
  ],
})
metrics.setGlobalMeterProvider(meterProvider)
registerInstrumentations({ meterProvider, instrumentations: [new HttpInstrumentation()] })

// When the app has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void meterProvider.shutdown()
})
