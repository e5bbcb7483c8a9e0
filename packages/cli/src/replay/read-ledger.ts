import { existsSync, readFileSync } from 'node:fs'
import type { FileNames } from './file-names.ts'
import type { KeptRow } from './kept-row.ts'
import { Ledger } from './ledger.ts'
import { parseKeptRows } from './parse-kept-rows.ts'

/** Reads all that there is to replay, and leaves it where it is. */
export function readLedger({ file, taken, work }: FileNames): {
  readonly rows: readonly KeptRow[]
  /** Lines of the file that are no rows. */
  readonly unreadable: readonly number[]
} {
  const ledger = new Ledger()
  ledger.load(read(work))
  ledger.add(read(taken), true)
  const text = read(file)
  ledger.add(text, true)
  const unreadable = parseKeptRows(text).filter(({ kind }) => kind === 'unreadable')
  return { rows: ledger.rows(), unreadable: unreadable.map(({ line }) => line) }
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
