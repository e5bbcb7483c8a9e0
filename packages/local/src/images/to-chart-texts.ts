import { formatSpan } from '../view/format-span.ts'
import { formatValue } from '../view/format-value.ts'
import type { Summary } from '../view/summarize.ts'
import { formatTrend } from '../view/format-trend.ts'
import { formatUtcTimes } from './format-utc-times.ts'

export interface CountOptions {
  /** The range that is shown, in milliseconds; `undefined` for all points. */
  rangeMillis?: number | undefined
  /** How many points the chart may have; said where all of them are shown. */
  maxPoints?: number | undefined
}

/** What the picture of a chart says, in pieces and in words. */
export interface ChartTexts {
  value: string
  trend: string | undefined
  min: string
  max: string
  count: string
  /** All of it for those who don't see the picture. */
  description: string
}

/**
 * Puts the numbers of a chart into the words of its picture.
 *
 * @param last - value of the point that arrived last, which need not be the last in time
 */
export function toChartTexts(last: number, summary: Summary, options: CountOptions): ChartTexts {
  const texts = {
    value: formatValue(last),
    trend: summary.trend === undefined ? undefined : formatTrend(summary.trend),
    min: formatValue(summary.min),
    max: formatValue(summary.max),
    count: formatCount(summary.count, options),
  }
  return { ...texts, description: describe(texts, summary) }
}

function formatCount(count: number, { rangeMillis, maxPoints }: CountOptions): string {
  const points = count === 1 ? 'point' : 'points'
  if (rangeMillis !== undefined) {
    return `${formatValue(count)} ${points} in the last ${formatSpan(rangeMillis)}`
  }
  if (maxPoints === undefined) return `${formatValue(count)} ${points}`
  return `${formatValue(count)} of ${formatValue(maxPoints)} points`
}

function describe(texts: Omit<ChartTexts, 'description'>, summary: Summary): string {
  // A screen reader says "black up-pointing triangle" for the sign.
  const trend = texts.trend?.replace('▲', 'up').replace('▼', 'down')
  const figures = `minimum ${texts.min}, maximum ${texts.max}`
  return (
    `Last value ${texts.value}, ${trend === undefined ? '' : `trend ${trend}, `}${figures}. ` +
    `${texts.count}, ${describeTimes(summary)}.`
  )
}

function describeTimes({ firstAtMillis, lastAtMillis }: Summary): string {
  const [first, last] = formatUtcTimes(firstAtMillis, lastAtMillis)
  if (firstAtMillis === lastAtMillis) return `at ${first} UTC`
  return `from ${first} to ${last} (${formatSpan(lastAtMillis - firstAtMillis)})`
}
