import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'

/** The exporter, how long its `export()` kept the SDK waiting, and how many collections it took in. */
export class TimedExporter extends SpikelogMetricExporter {
  longestMillis = 0
  collections = 0

  override export(
    metrics: ResourceMetrics,
    resultCallback: Parameters<SpikelogMetricExporter['export']>[1],
  ): void {
    const start = performance.now()
    super.export(metrics, (result) => {
      this.longestMillis = Math.max(this.longestMillis, performance.now() - start)
      resultCallback(result)
    })
    // The exporter waits as long for further parts of a collection before it goes on with it.
    setImmediate(() => {
      this.collections += 1
    })
  }
}
