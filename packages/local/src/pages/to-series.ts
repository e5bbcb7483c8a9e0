import type { KeptChart } from '../store/account.ts'
import type { Series } from '../view/summarize.ts'

/** The points of a chart as two lists, to be drawn or summed up. */
export function toSeries({ points }: Readonly<KeptChart>): Series {
  return {
    times: points.map(({ atMillis }) => atMillis),
    values: points.map(({ value }) => value),
  }
}
