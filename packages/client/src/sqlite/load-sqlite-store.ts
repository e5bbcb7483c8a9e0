import * as sqliteStore from './sqlite-store.ts'

/**
 * Loads the code of the store. The build makes a file of its own of it, which is read here and not
 * before: an app that gives no path has none of it.
 */
export function loadSqliteStore(): typeof sqliteStore {
  return sqliteStore
}
