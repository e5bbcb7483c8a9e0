import type { QuantileSketch, SketchBuckets } from './quantile-sketch.ts'

/** The least and the greatest value, as far as they are known. */
export interface ValueBounds {
  readonly min: number
  readonly max: number
}

/** Sums of fractions may fall short of a rank by a rounding error, and values of their bucket. */
const tolerance = 1e-9

/**
 * Gives the value that `percent` % of the measurements don't exceed (the nearest rank), as near as
 * {@link QuantileSketch} promises. Exact where the bounds tell: for equal values, and for a rank
 * that is the first or the last.
 */
export function toQuantile(sketch: QuantileSketch, percent: number, bounds: ValueBounds): number {
  const { scale, zeros, positive, negative } = sketch
  const total = sum(negative) + zeros + sum(positive)
  const rank = Math.ceil((Math.round(total) * percent) / 100)
  const enough = rank * (1 - tolerance)
  const edge = edgeOf(rank, total, bounds)
  let seen = 0
  let value = Number.NaN
  for (let i = negative.counts.length - 1; i >= 0; i -= 1) {
    const count = negative.counts[i] ?? 0
    if (count <= 0) continue
    seen += count
    const mirrored = { min: -bounds.max, max: -bounds.min }
    value = -valueIn(negative.offset + i, scale, mirrored, -edge)
    if (seen >= enough) return value
  }
  seen += zeros
  if (zeros > 0) value = 0
  if (zeros > 0 && seen >= enough) return value
  for (let i = 0; i < positive.counts.length; i += 1) {
    const count = positive.counts[i] ?? 0
    if (count <= 0) continue
    seen += count
    value = valueIn(positive.offset + i, scale, bounds, edge)
    if (seen >= enough) return value
  }
  return value
}

/** How many measurements there are. */
function sum({ counts }: SketchBuckets): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

/** The first and the last rank are the minimum and the maximum; of the others nothing is known. */
function edgeOf(rank: number, total: number, { min, max }: ValueBounds): number {
  if (rank >= Math.round(total)) return max
  return rank <= 1 ? min : Number.NaN
}

/** The value of a bucket with the least relative error, wherever the true one lies in it. */
function valueIn(index: number, scale: number, { min, max }: ValueBounds, edge: number): number {
  const low = Math.max(2 ** (index * 2 ** -scale), Number.MIN_VALUE)
  const high = Math.min(2 ** ((index + 1) * 2 ** -scale), Number.MAX_VALUE)
  // The tolerance of the last bucket reaches infinity, which says that a bound is not known.
  const isWithin = (value: number): boolean =>
    Number.isFinite(value) && value >= low * (1 - tolerance) && value <= high * (1 + tolerance)
  if (isWithin(edge)) return edge
  // Bounds beyond the bucket say nothing of it; those of other data may be all that is known.
  return middle(isWithin(min) ? min : low, isWithin(max) ? max : high)
}

/** As far from both bounds, relative to them. The harmonic mean, written so as not to overflow. */
function middle(low: number, high: number): number {
  return Math.min(low * (2 / (1 + low / high)), high)
}
