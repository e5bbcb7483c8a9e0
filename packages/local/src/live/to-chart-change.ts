import type { KeptChart } from '../store/account.ts'
import type { ChartChange } from './sync-message.ts'
import { toDrawnTimes, toDrawnValues } from './to-drawn-series.ts'

/** What is new in a chart since that point; all of it since 0. */
export function toChartChange(chart: Readonly<KeptChart>, sincePointId: number): ChartChange {
  const { id, name, points } = chart
  const start = points.findIndex((point) => point.id > sincePointId)
  const fresh = start === -1 ? [] : points.slice(start)
  return {
    id,
    name,
    kept: points.length,
    times: toDrawnTimes(fresh.map(({ atMillis }) => atMillis)),
    values: toDrawnValues(fresh.map(({ value }) => value)),
  }
}
