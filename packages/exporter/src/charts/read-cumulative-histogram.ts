import type {
  ExponentialHistogramMetricData,
  HistogramMetricData,
} from '@opentelemetry/sdk-metrics'
import { copyBuckets, toBucketGrowth } from './bucket-growth.ts'
import { isFiniteNumber } from './is-finite-number.ts'
import { readPointBuckets } from './point-buckets.ts'
import type { ReadContext } from './point-reader.ts'
import { restarts } from './series-table.ts'
import type { Tally } from './tally.ts'

/**
 * Adds what a cumulative histogram's count and sum grew by, series by series. Minimum and maximum
 * tell of all time since the start and stay out.
 */
export function readCumulativeHistogram(
  tally: Tally,
  points: (HistogramMetricData | ExponentialHistogramMetricData)['dataPoints'],
  { accepts, series, collection }: ReadContext,
): void {
  const { needs } = tally
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    const value = point?.value
    const count = value?.count
    const sum = value?.sum
    // Without a count nobody knows whether the series started again.
    if (!isFiniteNumber(count) || (needs.sum && !isFiniteNumber(sum))) {
      tally.nonfinite += 1
      continue
    }
    const asksBuckets = count > 0 && tally.buckets
    const buckets = asksBuckets ? readPointBuckets(point.value) : undefined
    if (asksBuckets && !buckets) {
      tally.nonfinite += 1
      continue
    }
    const startTime = point.startTime
    const before = series.visit(point.attributes, collection)
    if (before === undefined) continue
    let growth = buckets && toBucketGrowth(before.buckets, buckets)
    const hasShrunk = count < before.count || (buckets && !growth)
    if (restarts(before, startTime) || hasShrunk) {
      before.count = 0
      before.sum = 0
      before.buckets = undefined
      growth = buckets
    }
    if (count === before.count) continue
    if (buckets && growth) {
      tally.buckets?.add(growth, point.value)
      before.buckets = copyBuckets(buckets)
    }
    tally.points += 1
    tally.count += count - before.count
    before.count = count
    if (!isFiniteNumber(sum)) continue
    tally.sum += sum - before.sum
    before.sum = sum
  }
  tally.tooManySeries += series.takeDropped()
}
