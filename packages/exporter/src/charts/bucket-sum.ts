import {
  createSketch,
  mergeIntoSketch,
  toBucketIndex,
  toSketch,
} from '@spikelog-otel/client/internals'
import type { OwnSketch } from '@spikelog-otel/client/internals'
import type { QuantileSketch, SketchBuckets } from '@spikelog-otel/client'
import { isSame } from './bucket-growth.ts'
import { isFiniteNumber } from './is-finite-number.ts'
import { isExplicit } from './point-buckets.ts'
import type { ExplicitBuckets, PointBuckets } from './point-buckets.ts'

/** The least and the greatest value a data point tells of, where it does. */
export interface KnownBounds {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** Finer than explicit boundaries ever are: 2.2 % beside a bucket of a tenfold or a twofold. */
const spreadScale = 4

/**
 * Adds up the buckets of data points. What lies in a bucket with explicit boundaries is taken to lie
 * evenly in it, as everybody does; the outer ones end at the minimum and the maximum. Where these are
 * not known, the first begins at 0 and the last holds nothing but its lower boundary.
 */
export class BucketSum {
  readonly #sketch = createSketch()
  // To spread a bucket costs far more than to count: whole ones of equal boundaries wait for each other.
  #boundaries: readonly number[] = []
  #waiting: number[] = []

  add(buckets: PointBuckets, bounds: KnownBounds): void {
    if (!isExplicit(buckets)) return mergeIntoSketch(this.#sketch, buckets)
    const { boundaries, counts } = buckets
    if (!isSame(boundaries, this.#boundaries)) {
      this.toSketch()
      this.#boundaries = [...boundaries]
    }
    for (const [i, count] of counts.entries()) {
      if (count === 0) continue
      const [low, high] = toRange(buckets, i, bounds)
      if (low === boundaries[i - 1] && high === boundaries[i])
        this.#waiting[i] = (this.#waiting[i] ?? 0) + count
      else addEvenly(this.#sketch, low, high, count)
    }
  }

  /** Gives the sketch of all, which is the sum's own: it changes when more is added. */
  toSketch(): QuantileSketch {
    const boundaries = this.#boundaries
    this.#waiting.forEach((count, i) => {
      addEvenly(this.#sketch, boundaries[i - 1] ?? 0, boundaries[i] ?? 0, count)
    })
    this.#waiting = []
    return this.#sketch
  }
}

function toRange(
  { boundaries }: ExplicitBuckets,
  i: number,
  { min, max }: KnownBounds,
): [low: number, high: number] {
  const last = boundaries.at(-1) ?? 0
  const high = boundaries[i] ?? (isFiniteNumber(max) ? Math.max(max, last) : last)
  const low = boundaries[i - 1] ?? (isFiniteNumber(min) ? Math.min(min, high) : Math.min(0, high))
  // No bucket reaches beyond the minimum and the maximum. A cumulative one's are of all time.
  const least = isFiniteNumber(min) && min <= high ? Math.max(low, min) : low
  const most = isFiniteNumber(max) && max >= low ? Math.min(high, max) : high
  return [least, most]
}

function addEvenly(sketch: OwnSketch, low: number, high: number, count: number): void {
  if (low >= high) {
    mergeIntoSketch(sketch, toSketch(high, count))
    return
  }
  // Halves, since the whole may be more than a number holds.
  const width = high / 2 - low / 2
  const above = (Math.max(high, 0) / 2 - Math.max(low, 0) / 2) / width
  const positive = spread(Math.max(low, 0), high, count * above)
  const negative = spread(Math.max(-high, 0), -low, count * (1 - above))
  mergeIntoSketch(sketch, { scale: spreadScale, zeros: 0, positive, negative })
}

/** Spreads a count over `low` to `high`, both at least 0. */
function spread(low: number, high: number, count: number): SketchBuckets {
  const counts: number[] = []
  if (!(high > low)) return { offset: 0, counts }
  // Towards 0 buckets get ever narrower: the last 64th is one.
  const start = Math.max(low, high / 64, Number.MIN_VALUE)
  const offset = toBucketIndex(start, spreadScale)
  const last = toBucketIndex(high, spreadScale)
  let from = low
  for (let index = offset; index <= last; index += 1) {
    const to = index === last ? high : 2 ** ((index + 1) / 2 ** spreadScale)
    // The share first: widths times counts may be more than a number holds.
    counts.push(to > from ? count * ((to - from) / (high - low)) : 0)
    from = Math.max(from, to)
  }
  return { offset, counts }
}
