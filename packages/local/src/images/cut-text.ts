import { toTextWidth } from './to-text-width.ts'

const graphemes = new Intl.Segmenter('en')

/** Shortens a text that is drawn wider than `maxEms`, with `…` in place of the rest. */
export function cutText(text: string, maxEms: number): string {
  let width = 0
  /** As much as leaves room for the ellipsis. */
  let head = ''
  for (const { segment } of graphemes.segment(text)) {
    width += toTextWidth(segment)
    if (width > maxEms) return `${head}…`
    if (width <= maxEms - 1) head += segment
  }
  return text
}
