import type { Clock } from '../clock.ts'
import type { Logger } from '../log.ts'

/** Options of `createSqliteBucketStore`. */
export interface SqliteBucketStoreOptions {
  /** The file. It and its folder are made when they are missing, for this user alone. */
  readonly path: string
  readonly bucketMillis: number
  /** Where it says that the file cannot be used. Default: the console. */
  readonly logger?: Logger
  /** @internal */
  readonly clock?: Clock
  /**
   * How long a claim is this process's alone.
   *
   * @internal
   */
  readonly leaseMillis?: number
  /**
   * Which account the file is for: one that was made for another is not used. A `path` that is a
   * folder, or ends like one, gets one file an account.
   *
   * @internal
   */
  readonly account?: string
  /**
   * How long the app's thread waits for a file that another process has locked.
   *
   * @internal
   */
  readonly busyMillis?: number
}

/** The options with their defaults. */
export type ResolvedSqliteOptions = Required<Omit<SqliteBucketStoreOptions, 'account'>> & {
  readonly account: string | undefined
}
