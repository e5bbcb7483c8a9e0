import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

/**
 * Every worker makes one. They have one file, which SPIKELOG_STORE may name: there their counts add
 * up to one bucket, which one of them posts when it is over.
 */
export const meterProvider = new MeterProvider({
  readers: [
    createSpikelogReader({
      store: process.env['SPIKELOG_STORE'] ?? 'state/spikelog.sqlite',
      // A worker that is killed while it posts holds up its bucket for this long and 5 s more.
      deliveryTimeoutMillis: 5000,
      // How long a flush may hold up an answer when the network is down.
      shutdownTimeoutMillis: 1000,
    }),
  ],
})
