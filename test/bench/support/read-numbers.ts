import { DataPointType } from '@opentelemetry/sdk-metrics'
import type { Histogram, ResourceMetrics } from '@opentelemetry/sdk-metrics'

/** What {@link readNumbers} came to: without it the compiler would see that nobody looks. */
export const stored = { points: 0, count: 0, sum: 0, min: Infinity, max: -Infinity }

/** Reads what an exporter has to read of sums and histograms, and does nothing else. */
export function readNumbers({ scopeMetrics }: ResourceMetrics): void {
  let points = 0
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const { metrics } of scopeMetrics) {
    for (const metric of metrics) {
      points += metric.dataPoints.length
      if (metric.dataPointType === DataPointType.SUM) {
        for (const { value } of metric.dataPoints) if (Number.isFinite(value)) sum += value
      } else {
        for (const point of metric.dataPoints) {
          const value = point.value as Required<Histogram>
          if (Number.isFinite(value.count)) count += value.count
          if (Number.isFinite(value.sum)) sum += value.sum
          if (Number.isFinite(value.min) && value.min < min) min = value.min
          if (Number.isFinite(value.max) && value.max > max) max = value.max
        }
      }
    }
  }
  Object.assign(stored, { points, count, sum, min, max })
}
