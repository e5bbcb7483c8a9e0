import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

/** One provider an instance, made outside the handler: it lives through many invocations. */
export const meterProvider = new MeterProvider({
  readers: [
    createSpikelogReader({
      // A flush posts buckets that are over, and leaves the open one alone: however often the
      // handler flushes, a chart gets one point every five minutes.
      forceFlush: 'due',
      // How long a flush may hold up an invocation when the network is down.
      shutdownTimeoutMillis: 1000,
    }),
  ],
})

// Platforms that end an instance with a signal let it post what is left.
process.once('SIGTERM', () => {
  void meterProvider.shutdown().then(() => process.exit())
})
