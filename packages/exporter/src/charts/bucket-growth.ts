import { copySketch, mergeIntoSketch } from '@spikelog-otel/client/internals'
import { isExplicit } from './point-buckets.ts'
import type { PointBuckets } from './point-buckets.ts'

/**
 * Tells what the buckets of a cumulative series grew by. A scale that was lowered meanwhile, as
 * happens when values come that lie far from the others, makes no difference.
 *
 * @returns `undefined` when some went down or their boundaries are others: the series began anew
 */
export function toBucketGrowth(
  before: PointBuckets | undefined,
  now: PointBuckets,
): PointBuckets | undefined {
  if (before === undefined) return now
  if (isExplicit(before) || isExplicit(now)) {
    if (!isExplicit(before) || !isExplicit(now) || !isSame(before.boundaries, now.boundaries)) {
      return undefined
    }
    const counts = now.counts.map((count, i) => count - (before.counts[i] ?? 0))
    return counts.some((count) => count < 0) ? undefined : { boundaries: now.boundaries, counts }
  }
  const growth = copySketch(now)
  mergeIntoSketch(growth, before, -1)
  const { zeros, positive, negative } = growth
  const all = [zeros, ...positive.counts, ...negative.counts]
  return all.some((count) => count < 0) ? undefined : growth
}

/** Copies buckets to compare the next ones with: the SDK goes on counting in its own. */
export function copyBuckets(buckets: PointBuckets): PointBuckets {
  if (!isExplicit(buckets)) return copySketch(buckets)
  return { boundaries: [...buckets.boundaries], counts: [...buckets.counts] }
}

/** Tells whether two lists of boundaries are equal. */
export function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i])
}
