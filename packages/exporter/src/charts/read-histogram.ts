import type {
  ExponentialHistogram,
  ExponentialHistogramMetricData,
  Histogram,
  HistogramMetricData,
} from '@opentelemetry/sdk-metrics'
import { isFiniteNumber } from './is-finite-number.ts'
import { readPointBuckets } from './point-buckets.ts'
import type { PointFilter } from './point-reader.ts'
import type { Tally } from './tally.ts'

/** The numbers of a data point that lacks none. */
interface Whole {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

/**
 * Merges a delta histogram over its attribute sets. A number the aggregation needs must be finite;
 * another is left out where it is not.
 */
export function readHistogram(
  tally: Tally,
  points: (HistogramMetricData | ExponentialHistogramMetricData)['dataPoints'],
  accepts: PointFilter | undefined,
): void {
  const asksBuckets = tally.buckets !== undefined
  let taken = 0
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is missing fails the tests
    const value = point?.value as Whole | null | undefined
    // Nearly all points are whole, and most of what an export costs. V8 reads their numbers in place
    // as long as no function but `Number.isFinite` gets them.
    if (
      !asksBuckets &&
      value !== undefined &&
      value !== null &&
      value.count !== 0 &&
      Number.isFinite(value.count) &&
      Number.isFinite(value.sum) &&
      Number.isFinite(value.min) &&
      Number.isFinite(value.max)
    ) {
      taken += 1
      count += value.count
      sum += value.sum
      if (value.min < min) min = value.min
      if (value.max > max) max = value.max
    } else {
      readValue(tally, point?.value)
    }
  }
  tally.points += taken
  tally.count += count
  tally.sum += sum
  tally.min = Math.min(tally.min, min)
  tally.max = Math.max(tally.max, max)
}

/** Adds a data point whatever it lacks, and its buckets where they are asked for. */
function readValue(tally: Tally, value: Histogram | ExponentialHistogram | undefined): void {
  const { needs } = tally
  const { count, sum, min, max } = value ?? {}
  if (count === 0) return
  const buckets = tally.buckets && value && readPointBuckets(value)
  if (
    (needs.count && !isFiniteNumber(count)) ||
    (needs.sum && !isFiniteNumber(sum)) ||
    (needs.min && !isFiniteNumber(min)) ||
    (needs.max && !isFiniteNumber(max)) ||
    (needs.buckets && buckets === undefined)
  ) {
    tally.nonfinite += 1
    return
  }
  if (buckets) tally.buckets?.add(buckets, { min, max })
  tally.points += 1
  if (isFiniteNumber(count)) tally.count += count
  if (isFiniteNumber(sum)) tally.sum += sum
  if (isFiniteNumber(min) && min < tally.min) tally.min = min
  if (isFiniteNumber(max) && max > tally.max) tally.max = max
}
