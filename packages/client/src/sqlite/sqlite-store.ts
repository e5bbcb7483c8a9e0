import { isAbsolute, join } from 'node:path'
import { createConsoleLogger, createSafeLogger, createSystemClock } from './shared.ts'
import { SparedStore } from './spared-store.ts'
import type { SqliteBucketStoreOptions } from './sqlite-options.ts'

export { loadNodeSqlite } from './load-node-sqlite.ts'

/** That of a delivery (`deliveryTimeoutMillis`), and 5 s. */
const defaultLeaseMillis = 30_000

/** The entry of what is loaded when a store has a path: a file of its own in the build. */
export function createStore(options: SqliteBucketStoreOptions): SparedStore {
  return new SparedStore({
    ...options,
    path: toAbsolute(options.path),
    clock: options.clock ?? createSystemClock(),
    leaseMillis: options.leaseMillis ?? defaultLeaseMillis,
    account: options.account,
    busyMillis: options.busyMillis ?? 1000,
    logger: createSafeLogger(options.logger ?? createConsoleLogger(console)),
  })
}

/** The folder may be left, and SQLite has names of its own: `:memory:`, or what begins with `file:`. */
function toAbsolute(path: string): string {
  try {
    return isAbsolute(path) ? path : join(process.cwd(), path)
  } catch {
    // The folder was removed: the file cannot be opened either, which is said then.
    return path
  }
}
