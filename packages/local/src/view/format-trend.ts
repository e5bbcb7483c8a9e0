import { formatValue } from './format-value.ts'

/** A trend (0.12 is 12 % more) as `▲ 12 %`, `▼ 3 %` or `0 %`. */
export function formatTrend(trend: number): string {
  const percent = Math.round(Math.abs(trend) * 100)
  if (percent === 0) return '0 %'
  return `${trend > 0 ? '▲' : '▼'} ${formatValue(percent)} %`
}
