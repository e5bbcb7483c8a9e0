import { formatTrend } from '../../view/format-trend.ts'

/** A trend as a short sign, and in words. */
export interface TrendText {
  short: string
  long: string
}

/** Says a trend as `▲ 12 %` or `▼ 3 %`, with the sentence that explains it. */
export function describeTrend(trend: number | undefined): TrendText | undefined {
  if (trend === undefined) return undefined
  const short = formatTrend(trend)
  const compared = 'the newer half of the shown points against the older half, on average'
  const long = short.replace('▲', 'Up').replace('▼', 'Down').replace(/^0 %$/, 'Steady')
  return { short, long: `${long}: ${compared}` }
}
