/** Where readers look, on all charts at once. */
export interface Cursor {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Which of several points of that very time, so that each of them can be reached. */
  readonly rank: number
}

/** The cursor that stands on a point of a chart. */
export function toCursor(times: readonly number[], index: number): Cursor | undefined {
  const time = times[index]
  return time === undefined ? undefined : { time, rank: index - times.indexOf(time) }
}
