import type { Aggregate, Aggregation } from '@spikelog-otel/client'
import { BucketSum } from './bucket-sum.ts'
import { neededNumbers } from './needed-numbers.ts'
import type { NeededNumbers } from './needed-numbers.ts'
import type { PointKind } from './point-kind.ts'

/** What the data points of one kind give one chart in one collection. Readers add to it. */
export interface Tally {
  readonly kind: PointKind
  readonly aggregation: Aggregation
  readonly needs: NeededNumbers
  /** Data points that are in it. */
  points: number
  /** Data points that were dropped for a number that is missing, NaN or infinite. */
  nonfinite: number
  /** Data points and series that were dropped since there are too many series. */
  tooManySeries: number
  count: number
  sum: number
  min: number
  max: number
  /** Only where a quantile is asked. */
  buckets: BucketSum | undefined
  /** The part of `sum` that deltas add for good to a running total. */
  lasting: number
}

/** Where and when a tally's aggregate lies. */
export interface Span {
  readonly fromMillis: number
  readonly toMillis: number
  /** Rises from collection to collection. */
  readonly seq: number
}

/** Starts a tally that has seen nothing. */
export function createTally(kind: PointKind, aggregation: Aggregation): Tally {
  const needs = neededNumbers(aggregation)
  return {
    kind,
    aggregation,
    needs,
    points: 0,
    nonfinite: 0,
    tooManySeries: 0,
    count: 0,
    sum: 0,
    min: Infinity,
    max: -Infinity,
    buckets: needs.buckets ? new BucketSum() : undefined,
    lasting: 0,
  }
}

/** Makes a tally again what it was at the start. What was made of it keeps its sketch. */
export function emptyTally(tally: Tally): void {
  tally.points = 0
  tally.nonfinite = 0
  tally.tooManySeries = 0
  tally.count = 0
  tally.sum = 0
  tally.min = Infinity
  tally.max = -Infinity
  tally.buckets &&= new BucketSum()
  tally.lasting = 0
}

/**
 * Makes the aggregate of a collection's tally; `undefined` when a sum it needs went beyond what a
 * number holds.
 *
 * @param runningTotal what deltas of a non-monotonic sum came to before
 */
export function toTallyAggregate(
  tally: Tally,
  runningTotal: number,
  span: Span,
): Aggregate | undefined {
  const { count, min, max, buckets } = tally
  const isFinite = Number.isFinite(tally.sum)
  if (!isFinite && tally.needs.sum) return undefined
  const sum = isFinite ? tally.sum : 0
  const { fromMillis, toMillis, seq } = span
  switch (tally.kind) {
    case 'up-down counter': {
      // The total over all attribute sets is one sample, however many sets and parts there were.
      const total = runningTotal + tally.sum
      if (!Number.isFinite(total)) return undefined
      const last = { atMillis: toMillis, seq, value: total }
      return { count: 1, sum: total, min: total, max: total, last, fromMillis, toMillis }
    }
    case 'gauge': {
      const last = { atMillis: toMillis, seq, value: max }
      return { count, sum, min, max, last, fromMillis, toMillis }
    }
    case 'counter':
    case 'histogram':
    case 'cumulative histogram':
    case 'gauge histogram':
    case 'cumulative gauge histogram':
      // No spread: it would make garbage of each number.
      return buckets === undefined
        ? { count, sum, min, max, fromMillis, toMillis }
        : { count, sum, min, max, sketch: buckets.toSketch(), fromMillis, toMillis }
  }
}
