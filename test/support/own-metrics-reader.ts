import { AggregationTemporality, MetricReader } from '@opentelemetry/sdk-metrics'
import type { Attributes } from '@opentelemetry/api'

/** One series as it was collected. */
export interface OwnSeries {
  readonly attributes: Attributes
  /** Of a histogram: how many were recorded. */
  readonly value: number
  /** Of a histogram. */
  readonly sum?: number
}

/** Collects the exporter's own metrics when asked to, as totals. */
export class OwnMetricsReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE })
  }

  /** The series of each of the exporter's metrics, by name. */
  async read(): Promise<Record<string, readonly OwnSeries[]>> {
    const { resourceMetrics } = await this.collect()
    const own = resourceMetrics.scopeMetrics.filter(
      ({ scope }) => scope.name === '@spikelog-otel/exporter',
    )
    return Object.fromEntries(
      own
        .flatMap(({ metrics }) => metrics)
        .map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) =>
            typeof value === 'number'
              ? { attributes, value }
              : {
                  attributes,
                  value: value.count,
                  ...(value.sum !== undefined && { sum: value.sum }),
                },
          ),
        ]),
    )
  }

  /** The exported points by `error.type`, `'none'` for those that were delivered. */
  async exported(): Promise<Record<string, number>> {
    const series = (await this.read())['otel.sdk.exporter.metric_data_point.exported'] ?? []
    return Object.fromEntries(
      series.map(({ attributes: { 'error.type': type = 'none' }, value }) => [
        JSON.stringify(type).slice(1, -1),
        value,
      ]),
    )
  }

  async inFlight(): Promise<number> {
    const series = (await this.read())['otel.sdk.exporter.metric_data_point.inflight'] ?? []
    return series.reduce((sum, { value }) => sum + value, 0)
  }

  protected override onForceFlush(): Promise<void> {
    return Promise.resolve()
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve()
  }
}
