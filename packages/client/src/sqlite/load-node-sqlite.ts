import type * as sqlite from 'node:sqlite'

/**
 * Loads `node:sqlite` without the ExperimentalWarning that Node 22 prints for it: cron mails what a job
 * prints. Only that warning, and only while loading, is kept back.
 */
export function loadNodeSqlite(): typeof sqlite {
  // oxlint-disable-next-line typescript/unbound-method -- put back as the very same function
  const original = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes('SQLite is an exp')) {
      original.call(process, warning, ...rest)
    }
  }
  try {
    // Absent where Node was built without it, or runs with --no-experimental-sqlite.
    const loaded: typeof sqlite | undefined = process.getBuiltinModule('node:sqlite')
    if (loaded !== undefined) return loaded
    throw new Error(`no node:sqlite in this Node ${process.versions.node}`)
  } finally {
    process.emitWarning = original
  }
}
