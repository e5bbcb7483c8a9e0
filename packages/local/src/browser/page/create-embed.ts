import { parseRange } from '../../view/parse-range.ts'
import type { Series } from '../../view/summarize.ts'
import { toTimeline } from '../../view/to-timeline.ts'
import { createChartView } from '../card/create-chart-view.ts'
import { createFrameQueue } from '../dom/create-frame-queue.ts'
import { findElement } from '../dom/find-element.ts'
import { createPoll } from '../connection/poll-embed.ts'
import { createPoller } from '../connection/poller.ts'
import { schedule } from '../connection/schedule.ts'
import { applyChange } from '../model/apply-change.ts'
import type { Cursor } from '../model/cursor.ts'
import { watchPalette } from '../plot/watch-palette.ts'
import { markPainted } from './mark-painted.ts'

/** What an embed shows. */
export interface EmbedParts {
  name: string
  range: string | null
  token: string
}

/** A page of an older server run is loaded anew, but not more often than this. */
const reloadMillis = 10_000

/** Fills the page of an embed with its chart and keeps it up to date. */
export function createEmbed({ name, range, token }: EmbedParts): void {
  const rangeMillis = parseRange(range)
  const [main, note] = [findElement('main'), findElement('#missing')]
  let timeline: Series = { times: [], values: [] }
  let cursor: Cursor | undefined
  let isPainted = false

  const getPalette = watchPalette(() => view.repaint())
  const view = createChartView({
    name,
    heading: 'h1',
    getPalette,
    onCursor(next) {
      cursor = next
      requestCursor()
    },
  })
  main.prepend(view.head, view.plot)
  const requestCursor = createFrameQueue(() => view.showCursor(cursor))
  const request = createFrameQueue(() => {
    view.update(timeline, rangeMillis, Date.now())
    if (!isPainted) markPainted()
    isPainted = true
  })

  const show = (next: Series | undefined) => {
    main.classList.toggle('missing', next === undefined)
    note.hidden = next !== undefined
    timeline = next ?? { times: [], values: [] }
    if (next) request()
  }
  const ask = createPoll(name, token)
  const poller = createPoller({
    schedule,
    isVisible: () => !document.hidden,
    async poll() {
      const outcome = await ask()
      if (outcome === 'expired') {
        // No storage in a sandbox: how long this page lives tells when it was loaded last.
        schedule(() => location.reload(), reloadMillis - performance.now())
      } else if (outcome === 'missing') show(undefined)
      else if (outcome !== 'unchanged') show(toTimeline(applyChange(undefined, outcome.chart)))
      else if (rangeMillis !== undefined) request()
    },
  })
  document.addEventListener('visibilitychange', poller.wake)
}
