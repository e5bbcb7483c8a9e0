import type { FallbackRow } from './fallback.ts'

/** First line of a fallback file. */
export const csvHeader = 'time,chart,value,reason,key\n'

/** One row of the fallback file, RFC 4180, ended by a newline, safe in a spreadsheet. */
export function toCsvRow(row: FallbackRow): string {
  const time = new Date(row.wallMillis).toISOString()
  return `${time},${toCell(row.chart)},${row.value},${row.reason},${row.key}\n`
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula (OWASP, "CSV Injection"; some
 * take the full-width forms too). An
 * apostrophe in front prevents that; one that is part of the name is doubled, so that a reader can
 * take the first away from whatever begins with one.
 */
const formula = /^['=+\-@＝＋－＠\t\r]/u

function toCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
