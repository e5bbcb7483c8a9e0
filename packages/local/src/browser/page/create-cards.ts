import { type Card, type CardParts, createCard } from '../card/create-card.ts'
import type { AccountState, ChartState } from '../model/account-state.ts'
import type { Cursor } from '../model/cursor.ts'
import { sortCharts } from '../model/sort-charts.ts'

/** How the cards are to be shown. */
interface Shown {
  rangeMillis: number | undefined
  nowMillis: number
  /** Whether all are drawn anew: another range, or time went on. */
  isAll: boolean
}

/** All cards of the page. */
export interface Cards {
  show: (account: AccountState, shown: Shown) => void
  showCursor: (cursor: Cursor | undefined) => void
  repaint: () => void
}

/** Keeps a card for each chart, in the order of their names, and draws those that changed. */
export function createCards(grid: HTMLElement, toParts: (chart: ChartState) => CardParts): Cards {
  const cards = new Map<number, { card: Card; drawn: ChartState | undefined }>()

  const arrange = (account: AccountState) => {
    for (const [id, { card }] of cards) {
      if (account.charts.has(id)) continue
      card.destroy()
      card.element.remove()
      cards.delete(id)
    }
    let next = grid.firstElementChild
    for (const chart of sortCharts(account.charts.values())) {
      const known = cards.get(chart.id)
      if (known) {
        next = known.card.element.nextElementSibling
        continue
      }
      const card = createCard(toParts(chart))
      cards.set(chart.id, { card, drawn: undefined })
      grid.insertBefore(card.element, next)
    }
  }

  return {
    show(account, { rangeMillis, nowMillis, isAll }) {
      arrange(account)
      const shown = { maxPoints: account.limits.points, rangeMillis, nowMillis }
      for (const [id, entry] of cards) {
        const chart = account.charts.get(id)
        if (!chart || (!isAll && entry.drawn === chart)) continue
        entry.card.update(chart, shown)
        entry.drawn = chart
      }
    },
    showCursor(cursor) {
      for (const { card } of cards.values()) card.showCursor(cursor)
    },
    repaint() {
      for (const { card } of cards.values()) card.repaint()
    },
  }
}
