import { cutSeries } from '../view/cut-series.ts'
import { formatSpan } from '../view/format-span.ts'
import { formatValue } from '../view/format-value.ts'
import { summarize, type Series } from '../view/summarize.ts'
import type { Theme } from '../view/theme.ts'
import { toTimeWindow, type TimeWindow } from '../view/to-time-window.ts'
import { toTimeline } from '../view/to-timeline.ts'
import { escapeXml } from './escape-xml.ts'
import { formatUtcTimes } from './format-utc-times.ts'
import { cardSize, toCardSvg } from './to-card-svg.ts'
import { toChartTexts, type ChartTexts, type CountOptions } from './to-chart-texts.ts'
import { toColors, type Colors } from './to-colors.ts'
import { toElement, type Attributes } from './to-element.ts'
import { toNotice } from './to-notice.ts'
import { toPlot } from './to-plot.ts'

export interface ChartPicture extends CountOptions {
  chart: string
  /** All points of the chart, in order of arrival. */
  series: Series
  theme: Theme
  /** Milliseconds since 1970, where a range ends. */
  nowMillis: number
}

const [left, right] = [cardSize.margin, cardSize.width - cardSize.margin]
const frame = { x: left, y: 108, width: right - left, height: 92 }

/**
 * Draws a chart as an SVG document without script or style, for a README, Notion or any `<img>`:
 * name, last value (by arrival), trend, the line by time, minimum, maximum and the time it spans in
 * UTC. A thousand points take at most 15 kB when compressed.
 */
export function toChartSvg(picture: ChartPicture): string {
  const { chart, series, theme, rangeMillis, nowMillis } = picture
  const timeline = toTimeline(series)
  const window = toTimeWindow(timeline, rangeMillis, nowMillis)
  const shown = cutSeries(timeline, window)
  const summary = summarize(shown)
  const last = { time: series.times.at(-1) ?? nowMillis, value: series.values.at(-1) ?? 0 }
  if (!summary) return toEmptyChartSvg(picture)
  const colors = toColors(theme)
  const texts = toChartTexts(last.value, summary, picture)
  return toCardSvg(
    { chart, theme, description: texts.description },
    toHeadline(texts, colors) +
      toLabels(texts, window, colors) +
      toPlot({ timeline: shown, window, bounds: summary, last, frame, colors }),
  )
}

function toEmptyChartSvg({ chart, series, theme, rangeMillis = 0 }: ChartPicture): string {
  const last = series.values.at(-1)
  const [message, hint] =
    last === undefined
      ? ['No points yet', 'The line begins with the first.']
      : [`No points in the last ${formatSpan(rangeMillis)}`, `Last value ${formatValue(last)}`]
  return toCardSvg(
    { chart, theme, description: `${message}. ${hint}` },
    toNotice(message, hint, theme),
  )
}

function toHeadline({ value, trend }: ChartTexts, colors: Colors): string {
  const strong = { 'font-size': 28, 'font-weight': 700, fill: colors.text }
  const beside = { dx: 10, 'font-size': 14, fill: colors.muted }
  return toElement(
    'text',
    { x: left, y: 70 },
    toElement('tspan', strong, escapeXml(value)) +
      (trend === undefined ? '' : toElement('tspan', beside, escapeXml(trend))),
  )
}

function toLabels({ count, min, max }: ChartTexts, window: TimeWindow, colors: Colors): string {
  const [from, to] = formatUtcTimes(window.from, window.to)
  const above = frame.y - 14
  const bottom = frame.y + frame.height
  const atEnd = { x: right, 'text-anchor': 'end' }
  const axis = { x: left, y: bottom, width: right - left, height: 1, fill: colors.border }
  return (
    toElement('rect', axis) +
    toLabel(count, { x: left, y: above }, colors) +
    toLabel(`min ${min} · max ${max}`, { ...atEnd, y: above }, colors) +
    toLabel(from, { x: left, y: bottom + 20 }, colors) +
    toLabel(to, { ...atEnd, y: bottom + 20 }, colors)
  )
}

function toLabel(text: string, place: Attributes, colors: Colors): string {
  return toElement('text', { ...place, 'font-size': 12, fill: colors.muted }, escapeXml(text))
}
