import { formatValue } from '../view/format-value.ts'
import type { Theme } from '../view/theme.ts'
import { cutText } from './cut-text.ts'
import { escapeXml } from './escape-xml.ts'
import { toColors } from './to-colors.ts'
import { toElement } from './to-element.ts'
import { toTextWidth } from './to-text-width.ts'

export interface Badge {
  chart: string
  /** Last value; `undefined` when there is no point. */
  value?: number | undefined
  theme: Theme
}

const height = 20
const fontSize = 11
const padding = 7
const radius = 4
const fonts = 'Verdana, Geneva, DejaVu Sans, system-ui, sans-serif'
/** About forty characters. */
const maxNameEms = 24

/**
 * Draws the name of a chart and its last value as a flat badge of the kind READMEs are used to, 20
 * pixels high. Widths are estimated and texts fitted to them, whatever font there is.
 */
export function toBadgeSvg({ chart, value, theme }: Badge): string {
  const colors = toColors(theme)
  const message = value === undefined ? 'no points' : formatValue(value)
  const name = cutText(chart, maxNameEms)
  const labelWidth = toPartWidth(name)
  const width = labelWidth + toPartWidth(message)
  const label = `M${radius} 0H${labelWidth}V${height}H${radius}a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z`
  const background = value === undefined ? colors.neutral : colors.accent
  return toElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${chart}: ${message}`,
      'font-family': fonts,
      'font-size': fontSize,
    },
    toElement('title', {}, escapeXml(chart)) +
      toElement('rect', { width, height, rx: radius, fill: background }) +
      toElement('path', { d: label, fill: colors.label }) +
      toText(name, 0, colors.onLabel) +
      toText(message, labelWidth, value === undefined ? colors.onNeutral : colors.onAccent),
  )
}

function toPartWidth(text: string): number {
  return toFittedWidth(text) + 2 * padding
}

function toFittedWidth(text: string): number {
  return Math.ceil(toTextWidth(text) * fontSize)
}

function toText(text: string, partX: number, fill: string): string {
  return toElement(
    'text',
    {
      x: partX + padding,
      y: 14,
      fill,
      // Names made of invisible characters have no width to be fitted to.
      textLength: toFittedWidth(text) || undefined,
      lengthAdjust: 'spacingAndGlyphs',
      // A name may turn the direction of writing; the value beside it stays as it is.
      'unicode-bidi': 'isolate',
    },
    escapeXml(text),
  )
}
