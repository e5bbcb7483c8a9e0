import { csvHeader, toCsvRow } from '../../../../packages/client/src/fallback/csv-row.ts'
import type {
  FallbackReason,
  FallbackRow,
} from '../../../../packages/client/src/fallback/fallback.ts'

const startMillis = Date.UTC(2026, 0, 1)

/** A key that ends in this number. */
export function keyOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

/** A row of a fallback file, so many seconds after midnight. */
export function aRow(
  number: number,
  seconds: number,
  chart: string,
  value: number,
  reason: FallbackReason = 'shutdown',
): FallbackRow {
  return { wallMillis: startMillis + seconds * 1000, chart, value, reason, key: keyOf(number) }
}

/** A fallback file as the client writes it. */
export function toFile(rows: readonly FallbackRow[]): string {
  return csvHeader + rows.map(toCsvRow).join('')
}

/** The numbers of the rows that a point's value is the sum of, when row n has the value 2 ** n. */
export function toNumbers(value: number): number[] {
  return [...Array(52).keys()].filter((number) => Math.floor(value / 2 ** number) % 2 === 1)
}
