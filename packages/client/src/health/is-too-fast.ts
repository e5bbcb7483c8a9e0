import type { ChartPoints } from './chart-points.ts'

/** How many of the newest points are looked at: a burst shows in a few, a steady excess in many. */
const windows = [20, 100]
/** Points more than one a bucket that are nobody's fault: a shutdown, a flush, an outage's backlog. */
const spare = 5
/** Buckets close up to a tenth early or late. */
const slack = 1.2

/** Tells whether a chart uses points faster than one a bucket, now and not by a few. */
export function isTooFast(points: ChartPoints, bucketMillis: number, now: number): boolean {
  return windows.some((count) => {
    const ageMillis = points.ageOf(count, now)
    return ageMillis !== undefined && count > (slack * ageMillis) / bucketMillis + spare
  })
}
