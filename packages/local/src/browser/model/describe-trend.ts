import { formatValue } from '../../view/format-value.ts'

/** A trend as a short sign, and in words. */
export interface TrendText {
  short: string
  long: string
}

/** Says a trend as `▲ 12 %` or `▼ 3 %`, with the sentence that explains it. */
export function describeTrend(trend: number | undefined): TrendText | undefined {
  if (trend === undefined) return undefined
  const percent = Math.round(Math.abs(trend) * 100)
  const size = `${formatValue(percent)} %`
  const compared = 'the newer half of the shown points against the older half, on average'
  if (percent === 0) return { short: size, long: `Steady: ${compared}` }
  return trend > 0
    ? { short: `▲ ${size}`, long: `Up ${size}: ${compared}` }
    : { short: `▼ ${size}`, long: `Down ${size}: ${compared}` }
}
