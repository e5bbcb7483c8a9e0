import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import { loadSqliteStore } from '@spikelog-otel/client/internals'

/**
 * Locks a file for this process, as an empty SQLite database: the lock ends with the process however
 * that ends, which a file with a process id in it would not.
 *
 * @returns what unlocks it and takes it away; `undefined` while another process has it
 */
export function lockFile(file: string): (() => void) | undefined {
  const { DatabaseSync } = loadSqliteStore().loadNodeSqlite()
  for (;;) {
    closeSync(openSync(file, 'a', 0o600))
    const before = inodeOf(file)
    const database = new DatabaseSync(file, { timeout: 0 })
    try {
      database.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      if (isLocked(error)) return undefined
      throw error
    }
    // Whoever had it may have taken it away since it was opened: then the lock is on nothing.
    if (before !== undefined && inodeOf(file) === before) {
      return () => {
        rmSync(file, { force: true })
        database.close()
      }
    }
    database.close()
  }
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino
}

const sqliteBusy = 5

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}
