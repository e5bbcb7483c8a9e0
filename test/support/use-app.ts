import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type {
  MeterProviderOptions,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'
import { FakeLogger } from './fake-logger.ts'

/** An app with OpenTelemetry whose one reader posts to the local Spikelog. */
export function useApp(
  local: LocalSpikelog,
  options: SpikelogReaderOptions = {},
  providerOptions: Omit<MeterProviderOptions, 'readers'> = {},
): { provider: MeterProvider; reader: PeriodicExportingMetricReader; logger: FakeLogger } {
  const logger = new FakeLogger()
  const reader = createSpikelogReader(
    { apiKey: local.apiKey, endpoint: local.endpoint, shutdownTimeoutMillis: 5000, ...options },
    { logger, environment: () => undefined },
  )
  const provider = new MeterProvider({ ...providerOptions, readers: [reader] })
  onTestFinished(async () => {
    await provider.shutdown()
    for (const { message } of logger.lines) {
      if (message.includes(local.apiKey)) throw new Error(`the key is in a log line: ${message}`)
    }
  })
  return { provider, reader, logger }
}

/** The values of a chart, oldest first. */
export function valuesOf(local: LocalSpikelog, chart: string): number[] {
  return local.points(chart).map(({ value }) => value)
}
