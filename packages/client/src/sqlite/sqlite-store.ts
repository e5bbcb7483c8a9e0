import { isAbsolute, join } from 'node:path'
import { createConsoleLogger, createSafeLogger, createSystemClock } from './shared.ts'
import { SparedStore } from './spared-store.ts'
import type { SqliteBucketStoreOptions } from './sqlite-options.ts'

export { toAccountId, toDefaultStorePath } from './store-path.ts'

/** That of a delivery (`deliveryTimeoutMillis`), and 5 s. */
const defaultLeaseMillis = 30_000

/** The entry of what is loaded when a store has a path: a file of its own in the build. */
export function createStore(options: SqliteBucketStoreOptions): SparedStore {
  return new SparedStore({
    // The folder may be left, and SQLite has names of its own: `:memory:`, or what begins with `file:`.
    path: isAbsolute(options.path) ? options.path : join(process.cwd(), options.path),
    bucketMillis: options.bucketMillis,
    clock: options.clock ?? createSystemClock(),
    leaseMillis: options.leaseMillis ?? defaultLeaseMillis,
    account: options.account,
    busyMillis: options.busyMillis ?? 1000,
    logger: createSafeLogger(options.logger ?? createConsoleLogger(console)),
  })
}
