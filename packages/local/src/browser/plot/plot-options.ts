import type uPlot from 'uplot'
import type { TimeWindow } from '../../view/to-time-window.ts'
import { toTickLabels } from '../model/to-tick-labels.ts'
import { toTimeTicks } from '../model/to-time-ticks.ts'
import { type ValueBounds, toShare } from '../model/to-value-bounds.ts'
import { toValueTicks } from '../model/to-value-ticks.ts'
import type { Palette } from './palette.ts'

/** What the axes of a plot show at the moment. */
export interface PlotScale {
  window: TimeWindow
  bounds: ValueBounds
}

const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
const [tickWidth, tickHeight, digitWidth] = [80, 44, 6.5]

/**
 * The settings of a plot. Values are drawn as shares of the axis from 0 to 1, and ticks are of our
 * own making: no value can bring uPlot's arithmetic to its limits.
 */
export function toPlotOptions(
  size: { width: number; height: number },
  getScale: () => PlotScale,
  getPalette: () => Palette,
): uPlot.Options {
  const axis: uPlot.Axis = {
    font,
    stroke: () => getPalette().label,
    grid: { stroke: () => getPalette().grid, width: 1 },
    ticks: { show: false },
    gap: 6,
  }
  const getTimeTicks = (plot: uPlot) => {
    const { window } = getScale()
    const ticks = toTimeTicks(window, plot.width / tickWidth)
    // The last label must not be cut off at the plot's end.
    const room = ((window.to - window.from) * tickWidth) / 4 / plot.width
    return ticks.filter(({ time }) => time <= window.to - room)
  }
  const getValueTicks = (plot: uPlot) => toValueTicks(getScale().bounds, plot.height / tickHeight)
  return {
    ...size,
    padding: [6, 10, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: false, range: () => [getScale().window.from, getScale().window.to] },
      y: { range: [0, 1] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        grid: { show: false },
        incrs: (_plot, _axis, from, to) => [to - from],
        splits: (plot) => getTimeTicks(plot).map(({ time }) => time),
        values: (plot) => getTimeTicks(plot).map(({ label }) => label),
      },
      {
        ...axis,
        incrs: [1],
        splits: (plot) => getValueTicks(plot).map((tick) => toShare(tick, getScale().bounds)),
        values: (plot) => toTickLabels(getValueTicks(plot)),
        size: (_plot, labels) =>
          14 + digitWidth * Math.max(2, ...(labels ?? []).map((label) => label.length)),
      },
    ],
    series: [
      {},
      {
        width: 1.75,
        stroke: () => getPalette().line,
        fill: ({ ctx, bbox }) => {
          const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height)
          gradient.addColorStop(0, getPalette().fill)
          gradient.addColorStop(1, getPalette().fade)
          return gradient
        },
        points: { size: 5, space: 14, fill: () => getPalette().line },
      },
    ],
  }
}
