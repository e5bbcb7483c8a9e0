import type { RefusalSummary } from '../../live/sync-message.ts'
import { createElement } from '../dom/create-element.ts'
import { findElement } from '../dom/find-element.ts'
import { toRefusalText } from '../model/to-refusal-text.ts'

/** Refusals shown at once; the others unfold. */
const shownAtOnce = 2

/** Shows what was refused. */
export function createRefusals(): (
  refusals: readonly RefusalSummary[],
  maxCharts: number,
  nowMillis: number,
) => void {
  const panel = findElement('#refusals')
  const [latest, others, rest] = [
    findElement('#refusals-latest'),
    findElement('#refusals-others'),
    findElement('#refusals-rest'),
  ]
  return (refusals, maxCharts, nowMillis) => {
    const items = refusals.map((refusal) =>
      createItem(toRefusalText(refusal, maxCharts, nowMillis)),
    )
    panel.hidden = items.length === 0
    latest.replaceChildren(...items.slice(0, shownAtOnce))
    others.replaceChildren(...items.slice(shownAtOnce))
    rest.hidden = items.length <= shownAtOnce
  }
}

function createItem({ chart, what, when, advice }: ReturnType<typeof toRefusalText>): HTMLElement {
  const subject =
    chart === undefined ? 'A request' : createElement('bdi', { class: 'name', title: chart }, chart)
  return createElement(
    'li',
    {},
    createElement('span', {}, subject, ` ${what} `),
    createElement('span', { class: 'when' }, `· ${when}`),
    createElement('span', { class: 'advice' }, advice),
  )
}
