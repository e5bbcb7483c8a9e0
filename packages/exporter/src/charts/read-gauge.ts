import type { GaugeMetricData } from '@opentelemetry/sdk-metrics'
import type { PointFilter } from './point-reader.ts'
import type { Tally } from './tally.ts'

/** Takes each value of a gauge as one sample. */
export function readGauge(
  tally: Tally,
  points: GaugeMetricData['dataPoints'],
  accepts: PointFilter | undefined,
): void {
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    const value = point?.value
    if (!Number.isFinite(value)) {
      tally.nonfinite += 1
      continue
    }
    tally.points += 1
    tally.count += 1
    tally.sum += value
    if (value < tally.min) tally.min = value
    if (value > tally.max) tally.max = value
  }
}
