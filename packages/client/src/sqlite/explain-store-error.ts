import { isBusy, toSqliteCode } from './retry-busy.ts'
import { StoreError } from './store-error.ts'
import { toOneLine } from './shared.ts'

/** Says in one line why a store's file is not used, and what to do. */
export function explainStoreError(error: unknown, path: string): string {
  const advice = toAdvice(error)
  return (
    `The store ${path} cannot be used: ${toOneLine(advice)}. ` +
    'Measurements are kept in memory meanwhile, and written down at the end if they cannot be posted.'
  )
}

/** SQLITE_CORRUPT and SQLITE_NOTADB: what the file held is lost. */
export function isDamage(error: unknown): boolean {
  return [11, 26].includes(toSqliteCode(error))
}

function toAdvice(error: unknown): string {
  if (error instanceof StoreError) return ownAdvice[error.kind]
  const message = error instanceof Error ? error.message : String(error)
  if (isBusy(error)) return `another process has locked it (${message}). End that one if it hangs`
  if (isDamage(error))
    return `it is damaged (${message}). Move it away, or choose another path; a new one is made`
  if (toSqliteCode(error) === 13) return `its disk is full (${message}). Make room`
  return `it failed (${message}). Check the path, its permissions and the disk`
}

const ownAdvice = {
  newer: 'a newer version of this package wrote it. Update the package, or choose another path',
  foreign: 'it holds other data. Choose another path',
  account: 'it was made for another API key or endpoint. Choose another path for this one',
} as const
