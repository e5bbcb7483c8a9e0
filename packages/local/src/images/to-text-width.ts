/**
 * Widths in ems of the characters of common sans-serif fonts, rounded up; the first match counts.
 * Marks that stand on their neighbour and invisible characters, such as those that turn the
 * direction of writing, take no room.
 */
const widths: readonly (readonly [characters: RegExp, ems: number])[] = [
  [/^[\p{M}\p{Cf}]/u, 0],
  [/^[ijlI.,:;'|! ]/u, 0.34],
  [/^[frt()[\]{}\-"/\\*]/u, 0.44],
  [/^[mwMW@%]/u, 0.98],
  [/^[a-z0-9]/u, 0.62],
  [/^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\uFF01-\uFF60]/u, 1],
  [/^[\p{Extended_Pictographic}\p{Regional_Indicator}]/u, 1.3],
]
const otherWidth = 0.76

const graphemes = new Intl.Segmenter('en')

/**
 * About how wide a text is drawn, in ems: multiply by the size of the font. A family of four is as
 * wide as any emoji.
 */
export function toTextWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += widths.find(([characters]) => characters.test(segment))?.[1] ?? otherWidth
  }
  return width
}
