import { keptReasons } from './kept-row.ts'
import type { KeptReason, KeptRow } from './kept-row.ts'
import { readRecord } from './read-record.ts'

/** What stands in a fallback file, line by line, without its headers and empty lines. */
export type KeptLine =
  | { readonly kind: 'row'; readonly line: number; readonly row: KeptRow }
  /** Torn by a full disk or a killed process, or written by somebody else. */
  | {
      readonly kind: 'unreadable'
      readonly line: number
      readonly raw: string
      readonly isEnded: boolean
    }

const header = 'time,chart,value,reason,key'
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u
const isoTime = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u

/** Takes a fallback file apart. What is no row costs its own line and not the next one. */
export function parseKeptRows(text: string): readonly KeptLine[] {
  const lines: KeptLine[] = []
  let line = 1
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
    const record = readRecord(text, start)
    const row = record && toRow(record.cells, text.slice(start, record.end))
    const newline = text.indexOf('\n', row === undefined ? start : record?.end)
    const isEnded = newline >= 0
    const raw = row?.raw ?? text.slice(start, isEnded ? newline : undefined).replace(/\r$/u, '')
    if (row !== undefined) lines.push({ kind: 'row', line, row })
    else if (raw !== '' && raw !== header) lines.push({ kind: 'unreadable', line, raw, isEnded })
    line += raw.split('\n').length
    start = isEnded ? newline + 1 : text.length
  }
  return lines
}

function toRow(cells: readonly string[], raw: string): KeptRow | undefined {
  const [time = '', name = '', number = '', reason = '', key = ''] = cells
  const wallMillis = isoTime.test(time) ? Date.parse(time) : Number.NaN
  const value = number.trim() === '' ? Number.NaN : Number(number)
  // An apostrophe in front keeps a spreadsheet from running the name.
  const chart = name.replace(/^'/u, '')
  const isWhole = cells.length === 5 && chart !== '' && uuid.test(key) && isReason(reason)
  if (!isWhole || !Number.isFinite(wallMillis) || !Number.isFinite(value)) return undefined
  return { raw, wallMillis, chart, value, reason, key }
}

function isReason(text: string): text is KeptReason {
  return keptReasons.some((reason) => reason === text)
}
