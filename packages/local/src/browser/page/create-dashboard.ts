import { openDeleteDialog } from '../dialogs/open-delete-dialog.ts'
import { openEmbedDialog } from '../dialogs/open-embed-dialog.ts'
import { openTableDialog } from '../dialogs/open-table-dialog.ts'
import { createFrameQueue } from '../dom/create-frame-queue.ts'
import { findElement } from '../dom/find-element.ts'
import { setText } from '../dom/set-text.ts'
import { type AccountState, emptyAccount } from '../model/account-state.ts'
import type { Cursor } from '../model/cursor.ts'
import { watchPalette } from '../plot/watch-palette.ts'
import { parseRange } from '../../view/parse-range.ts'
import { createCards } from './create-cards.ts'
import { createEmptyState } from './create-empty-state.ts'
import { createQuota } from './create-quota.ts'
import { createRangeControl } from './create-range-control.ts'
import { createRefusals } from './create-refusals.ts'
import { markPainted } from './mark-painted.ts'

/** The page as the stream sees it. */
export interface Dashboard {
  account: () => AccountState
  show: (account: AccountState) => void
}

/** Windows that end now move on, even when no point comes. */
const tickMillis = 10_000

/** Puts the parts of the page together. All drawing is done at the next frame, what changed alone. */
export function createDashboard(): Dashboard {
  let account = emptyAccount
  let drawn = emptyAccount
  let [cursor, drawnCursor]: (Cursor | undefined)[] = []
  let [isAll, isPainted] = [false, false]

  const request = createFrameQueue(() => {
    const nowMillis = Date.now()
    const rangeMillis = parseRange(getRange())
    if (account !== drawn || isAll) {
      cards.show(account, { rangeMillis, nowMillis, isAll })
      showQuota(account.charts.size, account.limits.charts)
      showRefusals(account.refusals, account.limits.charts, nowMillis)
      showEmptyState(account.charts.size === 0)
    }
    if (cursor !== drawnCursor) cards.showCursor(cursor)
    if (!isPainted && account !== emptyAccount) markPainted()
    isPainted = account !== emptyAccount
    ;[drawn, drawnCursor, isAll] = [account, cursor, false]
  })
  const requestAll = () => {
    isAll = true
    request()
  }

  const getRange = createRangeControl(requestAll)
  const getPalette = watchPalette(() => cards.repaint())
  const [showQuota, showRefusals, showEmptyState] = [
    createQuota(),
    createRefusals(),
    createEmptyState(),
  ]
  const announcement = findElement('#announcement')
  const onCursor = (next: Cursor | undefined) => {
    cursor = next
    request()
  }
  const onDeleted = (name: string) => {
    setText(announcement, `${name} was deleted`)
    // The button that had the focus goes with its card.
    findElement('main').focus()
  }
  const cards = createCards(findElement('#charts'), ({ name }) => ({
    name,
    heading: 'h2',
    getPalette,
    onCursor,
    onAction(action) {
      if (action === 'table') openTableDialog(name)
      else if (action === 'embed') openEmbedDialog(name, getRange())
      else openDeleteDialog(name, () => onDeleted(name))
    },
  }))
  setInterval(() => {
    if (getRange() !== 'all' && !document.hidden) requestAll()
  }, tickMillis)

  return {
    account: () => account,
    show(next) {
      account = next
      request()
    },
  }
}
