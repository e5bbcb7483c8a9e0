import type { QuantileSketch } from './quantile-sketch.ts'

/** Powers of two beyond those of any number. */
const lowestPower = -1076
const highestPower = 1024

/** More than any SDK keeps; a longer list would be read for seconds, within the app's turn. */
export const maxReadBuckets = 65_536

/**
 * Tells whether `value` is a {@link QuantileSketch} of at least one measurement, with counts that
 * are numbers and buckets that numbers can lie in. It may come from anywhere.
 */
export function isSketch(value: unknown): value is QuantileSketch {
  if (typeof value !== 'object' || value === null) return false
  const { scale, zeros, positive, negative } = value as Partial<Record<string, unknown>>
  // OpenTelemetry's scales go from -10 to 20; beyond 40 an index is no safe integer any more.
  if (!Number.isInteger(scale) || Math.abs(Number(scale)) > 40 || !isCount(zeros)) return false
  const total = zeros + totalOf(positive, Number(scale)) + totalOf(negative, Number(scale))
  return total > 0 && total < Infinity
}

/** NaN for what are no buckets. */
function totalOf(buckets: unknown, scale: number): number {
  if (typeof buckets !== 'object' || buckets === null) return Number.NaN
  const { offset, counts } = buckets as Partial<Record<string, unknown>>
  if (!Array.isArray(counts) || !Number.isSafeInteger(offset)) return Number.NaN
  if (counts.length === 0) return 0
  const list: readonly unknown[] = counts
  const width = 2 ** -scale
  const isPossible =
    list.length <= maxReadBuckets &&
    (Number(offset) + 1) * width > lowestPower &&
    (Number(offset) + list.length - 1) * width < highestPower
  if (!isPossible) return Number.NaN
  let total = 0
  for (const count of list) {
    if (!isCount(count)) return Number.NaN
    total += count
  }
  return total
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}
