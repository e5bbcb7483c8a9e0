import type * as Sqlite from 'node:sqlite'

/** Loads SQLite without the warning that Node 22 prints for it: cron would mail that. */
export function loadSqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => {}
  try {
    // Absent where Node was built without it, or runs with --no-experimental-sqlite.
    const loaded: typeof Sqlite | undefined = process.getBuiltinModule('node:sqlite')
    if (loaded !== undefined) return loaded
    throw new Error(`There is no node:sqlite in this Node ${process.versions.node}.`)
  } finally {
    process.emitWarning = emitWarning
  }
}
