import { toFileName } from '../../view/to-file-name.ts'
import { toChartUrl } from '../../view/chart-url.ts'
import { formatSpan } from '../../view/format-span.ts'
import { formatValue } from '../../view/format-value.ts'
import { toTimeline } from '../../view/to-timeline.ts'
import { createElement } from '../dom/create-element.ts'
import { setText } from '../dom/set-text.ts'
import type { ChartState } from '../model/account-state.ts'
import type { Cursor } from '../model/cursor.ts'
import { type ChartViewParts, createChartView } from './create-chart-view.ts'

/** A chart on the dashboard. */
export interface Card {
  element: HTMLElement
  update: (
    chart: ChartState,
    shown: { maxPoints: number; rangeMillis: number | undefined; nowMillis: number },
  ) => void
  showCursor: (cursor: Cursor | undefined) => void
  repaint: () => void
  destroy: () => void
}

/** What a card is told from outside. */
export interface CardParts extends ChartViewParts {
  /** A button was pressed. */
  onAction: (action: 'table' | 'embed' | 'delete') => void
}

/** Makes the card of a chart. */
export function createCard(parts: CardParts): Card {
  const { name, onAction } = parts
  const view = createChartView(parts)
  const used = createElement('p', { class: 'used' })

  const createButton = (label: string, of: string, action: 'table' | 'embed' | 'delete') => {
    const attributes = { type: 'button', 'aria-label': `${label} ${of}${name}`, class: action }
    const button = createElement('button', attributes, label)
    button.addEventListener('click', () => onAction(action))
    return button
  }
  const createDownload = (label: 'CSV' | 'JSON', href: string) => {
    const download = toFileName(name, label === 'CSV' ? 'csv' : 'json')
    return createElement('a', { href, download, 'aria-label': `${label} of ${name}` }, label)
  }

  const element = createElement(
    'article',
    { class: 'card', 'aria-label': name },
    view.head,
    view.plot,
    createElement(
      'footer',
      {},
      used,
      createElement(
        'div',
        { class: 'actions' },
        createButton('Table', 'of ', 'table'),
        createButton('Embed', '', 'embed'),
        createDownload('CSV', toChartUrl('csv', name)),
        createDownload('JSON', toChartUrl('points', name)),
        createButton('Delete', '', 'delete'),
      ),
    ),
  )
  element.dataset['chart'] = name

  return {
    element,
    update(chart, { maxPoints, rangeMillis, nowMillis }) {
      const timeline = toTimeline(chart)
      const span = formatSpan((timeline.times.at(-1) ?? 0) - (timeline.times[0] ?? 0))
      setText(
        used,
        `${formatValue(chart.times.length)} of ${formatValue(maxPoints)} points · ${span}`,
      )
      view.update(timeline, rangeMillis, nowMillis)
    },
    showCursor: view.showCursor,
    repaint: view.repaint,
    destroy: view.destroy,
  }
}
