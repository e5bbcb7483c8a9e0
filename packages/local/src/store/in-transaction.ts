import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs the work in one transaction: all of it is stored, or nothing. It takes the write lock at
 * once, so that what the work reads still holds when it writes, also beside another process.
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
