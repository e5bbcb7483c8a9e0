import { formatMoment } from '../../view/format-moment.ts'
import { formatValue } from '../../view/format-value.ts'
import { cutSeries } from '../../view/cut-series.ts'
import { type Series, summarize } from '../../view/summarize.ts'
import { toTimeWindow } from '../../view/to-time-window.ts'
import { createElement } from '../dom/create-element.ts'
import { setText } from '../dom/set-text.ts'
import type { Cursor } from '../model/cursor.ts'
import { describeTrend } from '../model/describe-trend.ts'
import { isCursorKey, moveCursor } from '../model/move-cursor.ts'
import { toCursorIndex } from '../model/to-cursor-index.ts'
import { toValueBounds } from '../model/to-value-bounds.ts'
import { createPlot } from '../plot/create-plot.ts'
import type { Palette } from '../plot/palette.ts'

/** One chart in numbers and as a line: what a card and an embed have in common. */
export interface ChartView {
  /** Name and trend; last value (or the cursor's), least and most. */
  head: HTMLElement
  plot: HTMLElement
  /** @param timeline - all points, in order of time */
  update: (timeline: Series, rangeMillis: number | undefined, nowMillis: number) => void
  showCursor: (cursor: Cursor | undefined) => void
  repaint: () => void
  destroy: () => void
}

/** What a view is told from outside. */
export interface ChartViewParts {
  name: string
  heading: 'h1' | 'h2'
  getPalette: () => Palette
  onCursor: (cursor: Cursor | undefined) => void
}

/** Makes the view of a chart. */
export function createChartView({
  name,
  heading,
  getPalette,
  onCursor,
}: ChartViewParts): ChartView {
  const value = createElement('span', { class: 'value' })
  const trendSign = createElement('span', { 'aria-hidden': 'true' })
  const trendText = createElement('span', { class: 'hidden-text' })
  const trend = createElement('span', { class: 'trend' }, trendSign, trendText)
  const moment = createElement('span', { class: 'moment' })
  const [min, max] = [createElement('dd'), createElement('dd')]
  const extent = createElement(
    'dl',
    { class: 'extent' },
    createElement('div', {}, createElement('dt', {}, 'Min'), min),
    createElement('div', {}, createElement('dt', {}, 'Max'), max),
  )
  const title = createElement(heading, { title: name }, createElement('bdi', {}, name))
  const head = createElement(
    'div',
    { class: 'head' },
    createElement('div', {}, title, createElement('div', { class: 'aside' }, trend, moment)),
    createElement('div', {}, value, extent),
  )
  const note = createElement('p', { class: 'nothing', hidden: '' }, 'Nothing in this range')
  const host = createElement('div', {
    class: 'plot',
    tabindex: '0',
    role: 'slider',
    'aria-label': `Points of ${name}`,
  })
  host.append(note)
  const plot = createPlot({
    host,
    getPalette,
    onHover: (time) => onCursor(time === undefined ? undefined : { time, rank: 0 }),
  })

  let shown: Series = { times: [], values: [] }
  let cursor: Cursor | undefined
  let now = 0

  host.addEventListener('keydown', (event) => {
    const { key, altKey, ctrlKey, metaKey } = event
    if (altKey || ctrlKey || metaKey) return
    if (isCursorKey(key)) onCursor(moveCursor(shown.times, cursor, key))
    else if (key === 'Escape') onCursor(undefined)
    else return
    event.preventDefault()
  })

  const point = (isAsked: boolean) => {
    const index = toCursorIndex(shown.times, cursor)
    const [time, pointed] = [shown.times[index], shown.values[index]]
    const isEmpty = time === undefined || pointed === undefined
    const at = isEmpty ? '' : formatMoment(time, now)
    plot.mark(index, cursor !== undefined)
    setText(value, isEmpty ? '–' : formatValue(pointed))
    setText(moment, cursor ? at : '')
    trend.hidden = cursor !== undefined || trendSign.textContent === ''
    // Screen readers would speak each new point of the chart that has the focus.
    if (!isAsked && !cursor && document.activeElement === host) return
    host.setAttribute('aria-valuemin', isEmpty ? '0' : '1')
    host.setAttribute('aria-valuemax', String(shown.times.length))
    host.setAttribute('aria-valuenow', String(index + 1))
    host.setAttribute(
      'aria-valuetext',
      isEmpty ? 'Nothing in this range' : `${formatValue(pointed)} at ${at}`,
    )
  }

  return {
    head,
    plot: host,
    update(timeline, rangeMillis, nowMillis) {
      now = nowMillis
      const window = toTimeWindow(timeline, rangeMillis, nowMillis)
      shown = cutSeries(timeline, window)
      const summary = summarize(shown)
      const described = describeTrend(summary?.trend)
      setText(trendSign, described?.short ?? '')
      setText(trendText, described?.long ?? '')
      trend.title = described?.long ?? ''
      setText(min, summary ? formatValue(summary.min) : '–')
      setText(max, summary ? formatValue(summary.max) : '–')
      note.hidden = summary !== undefined
      plot.draw(shown, { window, bounds: toValueBounds(summary?.min ?? 0, summary?.max ?? 1) })
      point(false)
    },
    showCursor(next) {
      cursor = next
      point(true)
    },
    repaint: plot.repaint,
    destroy: plot.destroy,
  }
}
