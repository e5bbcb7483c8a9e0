import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'

/** The exporter, and how long its `export()` kept the SDK waiting. */
export class TimedExporter extends SpikelogMetricExporter {
  longestMillis = 0

  override export(
    metrics: ResourceMetrics,
    resultCallback: Parameters<SpikelogMetricExporter['export']>[1],
  ): void {
    const start = performance.now()
    super.export(metrics, (result) => {
      this.longestMillis = Math.max(this.longestMillis, performance.now() - start)
      resultCallback(result)
    })
  }
}
