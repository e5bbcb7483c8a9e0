const dayMillis = 24 * 60 * 60 * 1000
/** A chart keeps its newest 1000 points (a rule of the service). */
const pointsPerChart = 1000
/** A fifth of the points is to spare: flushes and restarts post some more than one a bucket. */
const spare = 1.25

/** The bucket with which a chart shows `keepDays` days; never a narrower one than asked for. */
export function widenBucket(bucketMillis: number, keepDays: number | undefined): number {
  if (keepDays === undefined) return bucketMillis
  return Math.max(bucketMillis, Math.ceil((keepDays * dayMillis * spare) / pointsPerChart))
}
