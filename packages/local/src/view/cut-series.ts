import type { Series } from './summarize.ts'
import type { TimeWindow } from './to-time-window.ts'

/** The part of a series, in order of time, that lies within a window. */
export function cutSeries(timeline: Series, { from, to }: TimeWindow): Series {
  const start = timeline.times.findIndex((time) => time >= from)
  const last = timeline.times.findLastIndex((time) => time <= to)
  if (start === 0 && last === timeline.times.length - 1) return timeline
  if (start === -1) return { times: [], values: [] }
  return {
    times: timeline.times.slice(start, last + 1),
    values: timeline.values.slice(start, last + 1),
  }
}
