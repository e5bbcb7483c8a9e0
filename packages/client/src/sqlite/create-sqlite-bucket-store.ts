import type { BucketStore } from '../bucket/bucket-store.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import { loadSqliteStore } from './load-sqlite-store.ts'
import type { SqliteBucketStoreOptions } from './sqlite-options.ts'

/**
 * Keeps buckets in a SQLite file, which outlives the process and which any number of processes share:
 * each merges into the same buckets, and one of them posts a bucket when it is over. While the file
 * cannot be used the store says so, goes on in memory, and tries again.
 *
 * Nothing is opened before the first use. `durable.close()` closes the file.
 */
export function createSqliteBucketStore(
  options: SqliteBucketStoreOptions,
): BucketStore & { readonly durable: DurableStore } {
  return loadSqliteStore().createStore(options)
}
