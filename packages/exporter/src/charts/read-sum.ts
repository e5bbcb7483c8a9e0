import type { SumMetricData } from '@opentelemetry/sdk-metrics'
import type { PointFilter } from './point-reader.ts'
import type { Tally } from './tally.ts'

/**
 * Adds up a sum over its attribute sets: what a delta counted since the collection before, or the
 * totals a cumulative non-monotonic sum stands at.
 *
 * @returns what was added
 */
export function readSum(
  tally: Tally,
  points: SumMetricData['dataPoints'],
  accepts: PointFilter | undefined,
): number {
  let sum = 0
  let taken = 0
  let nonfinite = 0
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    const value = point?.value
    if (Number.isFinite(value)) {
      sum += value
      taken += 1
    } else {
      nonfinite += 1
    }
  }
  tally.sum += sum
  tally.points += taken
  tally.nonfinite += nonfinite
  return sum
}
