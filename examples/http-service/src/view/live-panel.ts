import type { WriteStream } from 'node:tty'
import { toPanelLines } from './panel-lines.ts'
import type { Style } from './style.ts'
import type { View, ViewSources } from './view.ts'

const escape = '\u001B['
/** The other screen, which leaves no trace on the user's own; no cursor, no wrapping. */
const open = `${escape}?1049h${escape}?25l${escape}?7l`
const leave = `${escape}?7h${escape}?25h${escape}?1049l`
/** The terminal shows what is between these at once, if it knows them. */
const beginUpdate = `${escape}?2026h`
const endUpdate = `${escape}?2026l`
const home = `${escape}H`
const eraseLine = `${escape}K`
const eraseBelow = `${escape}J`

/** Points come in groups: one drawing for all of them. */
const gatherMillis = 30

/** Redraws the charts in place whenever points come in. */
export function createLivePanel(
  sources: ViewSources,
  { stream, style }: { stream: WriteStream; style: Style },
): View {
  const startMillis = performance.now()
  let isEnding = false
  let drawing: NodeJS.Timeout | undefined

  const draw = (): void => {
    drawing = undefined
    const lines = toPanelLines(sources, {
      seconds: (performance.now() - startMillis) / 1000,
      isEnding,
      // Erasing the rest of a full line would erase its last character.
      width: (stream.columns || 80) - 1,
      height: stream.rows || 24,
      style,
    })
    const text = lines.map((line) => line + eraseLine).join('\r\n')
    stream.write(beginUpdate + home + text + eraseBelow + endUpdate)
  }
  const drawSoon = (): void => {
    drawing ??= setTimeout(draw, gatherMillis)
  }
  // Whatever ends this process, the terminal is left as it was.
  const restore = (): void => {
    stream.write(leave)
  }

  stream.write(open)
  process.once('exit', restore)
  stream.on('resize', drawSoon)
  const stopListening = sources.local.onPoint(drawSoon)
  const timer = setInterval(draw, 1000)
  draw()

  return {
    notice: drawSoon,
    ending: () => {
      isEnding = true
      draw()
    },
    close: () => {
      stopListening()
      clearInterval(timer)
      clearTimeout(drawing)
      stream.off('resize', drawSoon)
      process.off('exit', restore)
      restore()
    },
  }
}
