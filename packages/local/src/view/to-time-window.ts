import type { Series } from './summarize.ts'

/** A stretch of time, both ends included, in milliseconds since 1970. */
export interface TimeWindow {
  from: number
  to: number
}

/** How far a sender's clock may be ahead before its points count as those of another time. */
const aheadMillis = 60_000

/** Given to a chart whose points all have one time, so that there is an axis to stand on. */
const leastSpanMillis = 60_000

/**
 * The stretch of time a chart shows: the last `rangeMillis`, or all its points.
 *
 * @param timeline - in order of time
 */
export function toTimeWindow(
  { times }: Series,
  rangeMillis: number | undefined,
  nowMillis: number,
): TimeWindow {
  if (rangeMillis !== undefined) {
    const last = times.findLast((time) => time <= nowMillis + aheadMillis) ?? nowMillis
    return { from: nowMillis - rangeMillis, to: Math.max(nowMillis, last) }
  }
  const [from, to] = [times[0] ?? nowMillis, times.at(-1) ?? nowMillis]
  return from === to
    ? { from: from - leastSpanMillis / 2, to: to + leastSpanMillis / 2 }
    : { from, to }
}
