import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ClientParts } from '@spikelog-otel/client'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { FakeClock } from './fake-clock.ts'
import { FakeLogger } from './fake-logger.ts'
import { FakeTransport } from './fake-transport.ts'
import { testKey } from './use-client.ts'

/** An exporter on a fake clock and a scripted transport. */
export function useExporter(
  options: SpikelogExporterOptions = {},
  parts: ClientParts = {},
): {
  exporter: SpikelogMetricExporter
  clock: FakeClock
  transport: FakeTransport
  logger: FakeLogger
  exportNow: (metrics: ResourceMetrics) => void
} {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const logger = new FakeLogger()
  const exporter = new SpikelogMetricExporter(
    { apiKey: testKey, ...options },
    { clock, transport, logger, random: () => 0.5, environment: () => undefined, ...parts },
  )
  const exportNow = (metrics: ResourceMetrics): void => exporter.export(metrics, () => {})
  return { exporter, clock, transport, logger, exportNow }
}
