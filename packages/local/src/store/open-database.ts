import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './in-transaction.ts'
import { loadSqlite } from './load-sqlite.ts'
import { applicationId, schema, schemaVersion } from './schema.ts'

/** How long a process that is just ending may keep the file. */
const busyTimeoutMillis = 2000

/**
 * One process has the file to itself, since what it holds is read only once. The write-ahead log
 * makes what is committed survive the end of the process, however sudden, without waiting for the
 * disk; a power cut may cost the last moments, never the file (https://sqlite.org/wal.html).
 */
const durability = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL'

/**
 * Pages (of 4 KiB) in the write-ahead log before they go to their places in the file. That alone
 * waits for the disk. Keys are random, so the same pages change again and again: the longer the log,
 * the more changes a page goes with.
 */
const checkpointPages = 4000

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
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMillis}; PRAGMA locking_mode = EXCLUSIVE`)
      // Nothing is written into a file that turns out to be somebody else's.
      inTransaction(database, () => prepareSchema(database))
      database.exec(`${durability}; PRAGMA wal_autocheckpoint = ${checkpointPages}`)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    throw new Error(
      `Expected \`file\` to be a path where a SQLite database can be kept, got \`${file}\`: ${toReason(error)}`,
      { cause: error },
    )
  }
}

function toReason(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  if (reason !== 'database is locked') return reason
  return 'another process has it open. Stop that one, or choose another file'
}

function prepareSchema(database: DatabaseSync): void {
  const application = readPragma(database, 'application_id')
  const version = readPragma(database, 'user_version')
  if (application === applicationId && version === schemaVersion) return
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']
  if (application !== 0 || version !== 0 || tables !== 0) {
    throw new Error('it holds other data than this version of the local Spikelog writes')
  }
  database.exec(schema)
}

function readPragma(database: DatabaseSync, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name]
}
