import uPlot from 'uplot'
import type { Series } from '../../view/summarize.ts'
import { createElement } from '../dom/create-element.ts'
import { toShare } from '../model/to-value-bounds.ts'
import type { Palette } from './palette.ts'
import { type PlotScale, toPlotOptions } from './plot-options.ts'

/** A line that is drawn in an element. */
export interface Plot {
  draw: (shown: Series, scale: PlotScale) => void
  /** Marks a point, with the cursor's line through it or without. -1 marks none. */
  mark: (index: number, hasLine: boolean) => void
  repaint: () => void
  destroy: () => void
}

/** What a plot is told from outside. */
export interface PlotParts {
  host: HTMLElement
  getPalette: () => Palette
  /** The pointer stands at a time, or nowhere on the plot any more. */
  onHover: (time: number | undefined) => void
}

/**
 * Makes a plot that fills its host. It is born when the browser tells the host's size: that comes
 * after layout and before painting, for all plots of a page at once, so nothing is measured.
 */
export function createPlot({ host, getPalette, onHover }: PlotParts): Plot {
  const line = createElement('div', { class: 'cursor-line' })
  const dot = createElement('div', { class: 'cursor-dot' })
  let plot: uPlot | undefined
  let scale: PlotScale = { window: { from: 0, to: 1 }, bounds: { low: 0, high: 1 } }
  let data: [number[], number[]] = [[], []]
  let marked = { index: -1, hasLine: false }

  const place = () => {
    const [time, share] = [data[0][marked.index], data[1][marked.index]]
    const isShown = plot !== undefined && time !== undefined && share !== undefined
    dot.hidden = !isShown
    line.hidden = !isShown || !marked.hasLine
    if (!isShown) return
    const left = plot?.valToPos(time, 'x') ?? 0
    line.style.transform = `translateX(${left}px)`
    dot.style.transform = `translate(${left}px, ${plot?.valToPos(share, 'y') ?? 0}px)`
  }

  const hover = (event: PointerEvent) => onHover(plot?.posToVal(event.offsetX, 'x'))

  const create = (size: { width: number; height: number }) => {
    const options = toPlotOptions(size, () => scale, getPalette)
    options.hooks = { draw: [place] }
    plot = new uPlot(options, data, host)
    plot.over.append(line, dot)
    plot.over.addEventListener('pointermove', hover)
    plot.over.addEventListener('pointerdown', hover)
    plot.over.addEventListener('pointerleave', () => onHover(undefined))
  }

  const observer = new ResizeObserver(([entry]) => {
    const size = { width: entry?.contentRect.width ?? 0, height: entry?.contentRect.height ?? 0 }
    // Without a size it is not displayed at the moment.
    if (size.width === 0 || size.height === 0) return
    if (!plot) create(size)
    else if (size.width !== plot.width || size.height !== plot.height) plot.setSize(size)
  })
  observer.observe(host)

  return {
    draw(shown, next) {
      scale = next
      data = [[...shown.times], shown.values.map((value) => toShare(value, next.bounds))]
      plot?.setData(data)
    },
    mark(index, hasLine) {
      marked = { index, hasLine }
      place()
    },
    repaint: () => plot?.redraw(false, false),
    destroy() {
      observer.disconnect()
      plot?.destroy()
    },
  }
}
