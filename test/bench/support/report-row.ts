import { toReadyRow, type Row } from './row.ts'

/**
 * Prints what a bench measured as soon as it is known, hands it to run.ts, which writes the table,
 * and lets this process exit with 1 when the bound is missed.
 */
export function reportRow(row: Row): void {
  const ready = toReadyRow(row)
  const { what, ours, beside, median, spread, bound, met } = ready
  const held = met === '–' ? '' : `, bound ${bound}: ${met === 'yes' ? 'ok' : 'MISSED'}`
  const other = beside === '–' ? '' : ` beside ${beside}`
  console.log(`${what}: ${ours}${other}: ${median} (${spread})${held}`)
  if (met === 'NO') process.exitCode = 1
  process.send?.(ready)
}
