import type { Series } from '../view/summarize.ts'
import type { TimeWindow } from '../view/to-time-window.ts'
import type { Colors } from './to-colors.ts'
import { toElement } from './to-element.ts'
import { toLinePath, type Position } from './to-line-path.ts'
import { toScale } from './to-scale.ts'

/** Where a line is drawn, in pixels of the whole picture. */
interface Frame {
  x: number
  y: number
  width: number
  height: number
}

export interface Plot {
  /** The points to draw, in order of time. */
  timeline: Series
  /** What the width stands for. */
  window: TimeWindow
  /** What the height stands for. */
  bounds: { min: number; max: number }
  /** The point to mark, if it is among those. */
  last: { time: number; value: number }
  frame: Frame
  colors: Colors
}

/** Room above the highest and below the lowest place, for the width of the line. */
const padding = 3
/** How far the outline of the area goes beyond what is shown of it. */
const beyond = 9

/** Draws the line through some points, a soft area below it, and the last point as a dot. */
export function toPlot(plot: Plot): string {
  const { timeline, window, bounds, last, frame } = plot
  const toX = toScale(window.from, window.to)
  const toY = toScale(bounds.min, bounds.max)
  const toPlace = (time: number, value: number): Position => ({
    x: toTenth(frame.x + toX(time) * frame.width),
    y: toTenth(frame.y + padding + (1 - toY(value)) * (frame.height - 2 * padding)),
  })
  const places = timeline.values.map((value, index) => toPlace(timeline.times[index] ?? 0, value))
  const isLastShown = last.time >= window.from && last.time <= window.to
  const dot = isLastShown ? toDot(toPlace(last.time, last.value), plot) : ''
  return (places.length > 1 ? toLine(places, plot) : '') + dot
}

function toDot({ x, y }: Position, { colors }: Plot): string {
  const ring = { stroke: colors.card, 'stroke-width': 2 }
  return toElement('circle', { cx: x, cy: y, r: 4.5, fill: colors.accent, ...ring })
}

/**
 * One path for line and area, as a second one would double the picture's size: it comes from below
 * and goes back there beyond an inner `<svg>` as wide as the line, which hides that part of it.
 */
function toLine(places: readonly Position[], { frame, colors }: Plot): string {
  const [start, end] = [places[0], places.at(-1)]
  if (!start || !end) return ''
  const stroke = { stroke: colors.accent, 'stroke-width': 2, 'stroke-linejoin': 'round' }
  const steps = toLinePath(places)
  // All at one moment: no width, no area.
  if (start.x === end.x) {
    return toElement('path', { d: `M${start.x} ${start.y}${steps}`, fill: 'none', ...stroke })
  }
  const top = toTenth(start.y - frame.y)
  const bottom = frame.height + beyond
  const d = `M${-beyond} ${bottom}V${top}H0${steps}h${beyond}V${bottom}z`
  const area = { fill: colors.accent, 'fill-opacity': 0.12 }
  const inner = { x: start.x, y: frame.y, width: toTenth(end.x - start.x), height: frame.height }
  return toElement('svg', inner, toElement('path', { d, ...area, ...stroke }))
}

function toTenth(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
