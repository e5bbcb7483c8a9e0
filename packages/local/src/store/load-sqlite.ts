import type * as sqlite from 'node:sqlite'

/**
 * Loads `node:sqlite` without the ExperimentalWarning that Node 22 prints for it: a user of a local
 * stand-in can do nothing about it. Only that warning, and only while loading, is kept back.
 */
export function loadSqlite(): typeof sqlite {
  // oxlint-disable-next-line typescript/unbound-method -- put back as the very same function
  const original = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: never[]) => {
    const text = typeof warning === 'string' ? warning : warning.message
    if (!text.startsWith('SQLite is an experimental feature')) {
      original.call(process, warning, ...rest)
    }
  }
  try {
    // Absent before Node 22.13, whatever the types say.
    const loaded: typeof sqlite | undefined = process.getBuiltinModule('node:sqlite')
    if (loaded !== undefined) return loaded
    throw new Error(`Expected Node 22.19 or newer, got ${process.versions.node}: update Node`)
  } finally {
    process.emitWarning = original
  }
}
