import { createSqliteBucketStore } from '@spikelog-otel/client'
import type { BucketStore, Logger } from '@spikelog-otel/client'
import { toAccountId } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { ReadEnvironment } from './environment.ts'
import { toStoreFile } from './store-file.ts'

/** A process that hangs with the lock must not hold up a job for long. */
const usualBusyMillis = 500
/** After a process was killed while it posted, its claims are given out again so much later. */
const leaseReserveMillis = 5000

/** The store, and the file it is in. */
export interface OpenedStore {
  readonly store: BucketStore
  readonly file: string
}

/** Opens the store of the account that the options name. A dry run has none: it changes no file. */
export function openStore(
  options: ResolvedClientOptions,
  {
    environment,
    logger,
    busyMillis = usualBusyMillis,
  }: {
    readonly environment: ReadEnvironment
    readonly logger: Logger
    /** How long it waits for a file that another process has locked: once, and once at the end. */
    readonly busyMillis?: number | undefined
  },
): OpenedStore | undefined {
  const { endpoint, apiKey, bucketMillis, deliveryTimeoutMillis, dryRun } = options
  if (dryRun) return undefined
  const account = toAccountId(endpoint.href, apiKey)
  const file = toStoreFile(environment, account)
  const leaseMillis = deliveryTimeoutMillis + leaseReserveMillis
  const store = createSqliteBucketStore({
    path: file,
    account,
    bucketMillis,
    leaseMillis,
    busyMillis,
    logger,
  })
  return { store, file }
}
