import type { ExponentialHistogram, Histogram } from '@opentelemetry/sdk-metrics'
import { isSketch } from '@spikelog-otel/client/internals'
import type { QuantileSketch } from '@spikelog-otel/client'
import { isFiniteNumber } from './is-finite-number.ts'

/** A histogram with boundaries: `counts[i]` is of values above `boundaries[i - 1]`, up to `boundaries[i]`. */
export interface ExplicitBuckets {
  readonly boundaries: readonly number[]
  readonly counts: readonly number[]
}

/** What a data point tells of where its measurements lie. */
export type PointBuckets = QuantileSketch | ExplicitBuckets

/** Reads the buckets of a data point's value; `undefined` when they are not whole. */
export function readPointBuckets(
  value: Histogram | ExponentialHistogram,
): PointBuckets | undefined {
  // An infinite measurement is in some bucket too, and would make a value that nobody measured.
  if (isInfinite(value.sum) || isInfinite(value.min) || isInfinite(value.max)) return undefined
  return 'buckets' in value ? readExplicit(value.buckets) : readExponential(value)
}

/** Tells which of the two they are. */
export function isExplicit(buckets: PointBuckets): buckets is ExplicitBuckets {
  return 'boundaries' in buckets
}

function readExplicit(buckets: Histogram['buckets'] | undefined): ExplicitBuckets | undefined {
  const boundaries = listOf(buckets?.boundaries)
  const counts = listOf(buckets?.counts)
  if (counts.length !== boundaries.length + 1 || boundaries.length === 0) return undefined
  // A view may name a boundary twice: nothing lies between, and all else is as it was.
  const ascends = boundaries.every(
    (bound, i) => isFiniteNumber(bound) && (i === 0 || bound >= Number(boundaries[i - 1])),
  )
  const areCounts = counts.every((count) => isFiniteNumber(count) && count >= 0)
  return ascends && areCounts && counts.some((count) => count > 0)
    ? { boundaries, counts }
    : undefined
}

function readExponential(value: ExponentialHistogram): QuantileSketch | undefined {
  const sketch = {
    scale: value.scale,
    zeros: value.zeroCount,
    positive: { offset: value.positive?.offset, counts: value.positive?.bucketCounts },
    negative: { offset: value.negative?.offset, counts: value.negative?.bucketCounts },
  }
  return isSketch(sketch) ? sketch : undefined
}

function isInfinite(value: number | undefined): boolean {
  return value === Infinity || value === -Infinity
}

// The data comes from code that is not ours, so fields its type promises may be missing.
function listOf(list: readonly number[] | undefined): readonly number[] {
  return Array.isArray(list) ? list : []
}
