/** Kinds of files that are made of a chart. */
export type FileExtension = 'csv' | 'json'

/** In UTF-8 at most four bytes each: well under the 255 bytes that file systems take. */
const maxCharacters = 60

/** What Windows keeps for devices, with any extension. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/iu

/**
 * Separators of paths, what Windows forbids, and what isn't seen: control characters, lone
 * surrogates, marks that turn the direction of writing (and so hide the extension). The joiners that
 * Persian and emoji are written with stay.
 */
const unsafe = /(?:(?![\u200C\u200D])[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|])+/gu

/** Names a file after a chart, in the chart's own script, safe on any system. */
export function toFileName(chart: string, extension: FileExtension): string {
  return `${toStem(chart.replaceAll(unsafe, '-'))}.${extension}`
}

/** Names a file after a chart in letters, digits, `.`, `_` and `-` of ASCII. */
export function toAsciiFileName(chart: string, extension: FileExtension): string {
  const plain = chart.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  return `${toStem(plain.replaceAll(/[^\w.-]+/g, '-'))}.${extension}`
}

function toStem(text: string): string {
  // Dots in front hide a file or climb the folders; Windows drops dots and spaces at the end.
  const ends = /^[\s.-]+|[\s.-]+$/gu
  const stem = Array.from(text.replaceAll(ends, '')).slice(0, maxCharacters).join('')
  const trimmed = stem.replaceAll(ends, '')
  if (trimmed === '') return 'chart'
  return device.test(trimmed) ? `chart-${trimmed}` : trimmed
}
