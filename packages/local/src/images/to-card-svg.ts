import type { Theme } from '../view/theme.ts'
import { cutText } from './cut-text.ts'
import { escapeXml } from './escape-xml.ts'
import { toColors } from './to-colors.ts'
import { toElement } from './to-element.ts'

/** Pixels. The text and the line keep `margin` from the card's edge. */
export const cardSize = { width: 640, height: 240, margin: 24 } as const

const nameSize = 15
/** Bold letters are wider than the average that widths are estimated by. */
const maxNameEms = (cardSize.width - 2 * cardSize.margin) / nameSize / 1.12

/** Fonts every system has: a picture may load none. */
const fonts = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'

export interface Card {
  chart: string
  /** What the picture shows, in words. */
  description: string
  theme: Theme
}

/**
 * Frames the picture of a chart: its own background, so that the contrast holds on any page, the
 * chart's name, and the same in words for those who don't see it. Attributes alone make the looks: a
 * strict Content-Security-Policy allows no style.
 */
export function toCardSvg({ chart, description, theme }: Card, content: string): string {
  const { width, height, margin } = cardSize
  const colors = toColors(theme)
  // Names may turn the direction of writing: each in an element of its own, beside nothing.
  const name = toElement(
    'text',
    {
      x: margin,
      y: 36,
      'font-size': nameSize,
      'font-weight': 600,
      fill: colors.muted,
      'unicode-bidi': 'isolate',
    },
    escapeXml(cutText(chart, maxNameEms)),
  )
  const background = toElement('rect', {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    rx: 12,
    fill: colors.card,
    stroke: colors.border,
  })
  return toElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'font-family': fonts,
    },
    toElement('title', {}, escapeXml(chart)) +
      toElement('desc', {}, escapeXml(description)) +
      background +
      name +
      content,
  )
}
