import type {
  ExponentialHistogramMetricData,
  HistogramMetricData,
} from '@opentelemetry/sdk-metrics'
import { addBuckets } from './add-buckets.ts'
import { isFiniteNumber } from './is-finite-number.ts'
import { neededNumbers } from './needed-numbers.ts'
import { readPointBuckets } from './point-buckets.ts'
import type { PointFilter } from './point-reader.ts'
import type { Tally } from './tally.ts'

/**
 * Merges a delta histogram over its attribute sets. A number the aggregation needs must be finite;
 * another is left out where it is not.
 */
export function readHistogram(
  tally: Tally,
  points: (HistogramMetricData | ExponentialHistogramMetricData)['dataPoints'],
  accepts: PointFilter | undefined,
): void {
  const needs = neededNumbers(tally.aggregation)
  const { sketch } = tally
  // Stands for a value that is missing. Fields are read by a plain dot, which V8 does fastest.
  const nothing: { count?: number; sum?: number; min?: number; max?: number } = {}
  let taken = 0
  let nonfinite = 0
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    const value = point?.value ?? nothing
    const n = value.count
    if (n === 0) continue
    const total = value.sum
    const least = value.min
    const most = value.max
    if (
      (needs.count && !isFiniteNumber(n)) ||
      (needs.sum && !isFiniteNumber(total)) ||
      (needs.min && !isFiniteNumber(least)) ||
      (needs.max && !isFiniteNumber(most))
    ) {
      nonfinite += 1
      continue
    }
    if (sketch !== undefined) {
      const buckets = point?.value && readPointBuckets(point.value)
      if (buckets === undefined) {
        nonfinite += 1
        continue
      }
      addBuckets(sketch, buckets, value)
    }
    taken += 1
    if (isFiniteNumber(n)) count += n
    if (isFiniteNumber(total)) sum += total
    if (isFiniteNumber(least) && least < min) min = least
    if (isFiniteNumber(most) && most > max) max = most
  }
  tally.points += taken
  tally.nonfinite += nonfinite
  tally.count += count
  tally.sum += sum
  tally.min = Math.min(tally.min, min)
  tally.max = Math.max(tally.max, max)
}
