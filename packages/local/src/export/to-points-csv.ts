import type { Tags } from '../contract/parse-tags.ts'

/** A point as a file shows it. */
export interface ExportedPoint {
  value: number
  /** ISO 8601. */
  timestamp: string
  tags?: Tags | undefined
}

const header = 'time,chart,value,tags'

/**
 * A spreadsheet takes a cell that begins with one of these for a formula, some of them the full-width
 * forms too, and behind spaces (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const formula = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/u

/**
 * Writes the points of a chart as CSV by RFC 4180, one row each, in their order: time, chart, value
 * in full precision, and the tags as JSON. What a spreadsheet would run as a formula begins with an
 * apostrophe; one that is part of the text is doubled there, so that a reader can take the first
 * away from any cell that begins with one.
 */
export function toPointsCsv(chart: string, points: readonly ExportedPoint[]): string {
  const chartCell = toTextCell(chart)
  let csv = `${header}\r\n`
  for (const { value, timestamp, tags } of points) {
    const tagsCell = tags ? toTextCell(JSON.stringify(tags)) : ''
    csv += `${toTextCell(timestamp)},${chartCell},${value},${tagsCell}\r\n`
  }
  return csv
}

function toTextCell(text: string): string {
  const safe = text.startsWith("'") || formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
