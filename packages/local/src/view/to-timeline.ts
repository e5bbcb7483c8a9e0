import type { Series } from './summarize.ts'

/**
 * Puts a series in the order of time. Points are kept in order of arrival, and their senders choose
 * the times: a line, a cursor and "the last value" want them in the order in which they happened.
 * Points of one time stay in order of arrival.
 */
export function toTimeline(series: Series): Series {
  const { times, values } = series
  if (times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time))) return series
  const order = Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0))
  return {
    times: order.map((index) => times[index] ?? 0),
    values: order.map((index) => values[index] ?? 0),
  }
}
