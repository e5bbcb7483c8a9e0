import type { SumMetricData } from '@opentelemetry/sdk-metrics'
import { isFiniteNumber } from './is-finite-number.ts'
import type { ReadContext } from './point-reader.ts'
import { restarts } from './series-table.ts'
import type { Tally } from './tally.ts'

/** Adds what a cumulative monotonic sum grew by, series by series. */
export function readCumulativeSum(
  tally: Tally,
  points: SumMetricData['dataPoints'],
  { accepts, series, collection }: ReadContext,
): void {
  for (const point of points) {
    if (accepts !== undefined && !accepts(point?.attributes)) continue
    const value = point?.value
    if (!isFiniteNumber(value)) {
      tally.nonfinite += 1
      continue
    }
    // Read before anything changes: a getter that throws must not leave half a point.
    const startTime = point.startTime
    const before = series.visit(point.attributes, collection)
    if (before === undefined) continue
    const isReset = restarts(before, startTime) || value < before.sum
    tally.sum += isReset ? value : value - before.sum
    tally.points += 1
    before.sum = value
  }
  tally.tooManySeries += series.takeDropped()
}
