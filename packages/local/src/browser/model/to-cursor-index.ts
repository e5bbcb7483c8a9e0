import type { Cursor } from './cursor.ts'

/**
 * The point of a chart that the cursor shows: the nearest in time, without a cursor the last one,
 * -1 where there is no point.
 *
 * @param times - in ascending order
 */
export function toCursorIndex(times: readonly number[], cursor: Cursor | undefined): number {
  if (!cursor) return times.length - 1
  const after = toFirstAtOrAfter(times, cursor.time)
  const [before, next] = [times[after - 1], times[after]]
  const isBeforeNearer =
    before !== undefined && (next === undefined || cursor.time - before < next - cursor.time)
  const nearest = isBeforeNearer ? before : next
  if (nearest === undefined) return -1
  const first = isBeforeNearer ? toFirstAtOrAfter(times, nearest) : after
  let index = first
  while (index < first + cursor.rank && times[index + 1] === nearest) index += 1
  return index
}

function toFirstAtOrAfter(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? Infinity) < time) low = middle + 1
    else high = middle
  }
  return low
}
