import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './in-transaction.ts'
import { loadSqlite } from './load-sqlite.ts'
import { schema, schemaVersion } from './schema.ts'

const busyTimeoutMillis = 5000

/**
 * Opens the database and makes its tables if they are missing.
 *
 * @param file - a path, or `undefined` to keep everything in memory
 * @throws Error that names the file when it can't be opened or belongs to something else
 */
export function openDatabase(file: string | undefined): DatabaseSync {
  const { DatabaseSync: Database } = loadSqlite()
  try {
    const database = new Database(file ?? ':memory:')
    try {
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMillis}`)
      inTransaction(database, () => prepareSchema(database))
      return database
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `Expected \`file\` to be a path where a SQLite database can be kept, got \`${file}\`: ${reason}`,
      { cause: error },
    )
  }
}

function prepareSchema(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.['user_version']
  if (version === schemaVersion) return
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']
  if (version !== 0 || tables !== 0) {
    throw new Error('it holds other data than this version of the local Spikelog writes')
  }
  database.exec(schema)
  database.exec(`PRAGMA user_version = ${schemaVersion}`)
}
