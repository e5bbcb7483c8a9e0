import type { BucketStore } from '../bucket/bucket-store.ts'
import type { Clamp } from '../chart/chart-settings.ts'
import type { Dispatcher, ProxySettings } from '../delivery/undici-dispatcher.ts'

/** What may be sent beside a value. */
export type Tags = Readonly<Record<string, string | number | boolean>>

/** Options of the client. Code goes before environment, environment before default. */
export interface SpikelogClientOptions {
  /** The account's key, visible ASCII. `SPIKELOG_API_KEY`. Required. */
  readonly apiKey?: string | undefined
  /**
   * The ingest URL; `http:` only to this machine unless `allowInsecure`. `SPIKELOG_ENDPOINT`.
   *
   * @default 'https://api.spikelog.com/api/v1/ingest'
   */
  readonly endpoint?: string | undefined
  /** Lets the key travel unencrypted to another machine. @default false */
  readonly allowInsecure?: boolean | undefined
  /** Goes before every chart name, with one dot between; 1 to 100 characters. `SPIKELOG_PREFIX`. */
  readonly prefix?: string | undefined
  /**
   * Time between two points of a chart in milliseconds, 10 to 86 400 000. `SPIKELOG_BUCKET_SECONDS`
   * (in seconds).
   *
   * @default 300_000
   */
  readonly bucketMillis?: number | undefined
  /**
   * Days of history that a chart should at least show, more than 0 to 365: widens the bucket so that
   * 1000 points span them with a fifth to spare (7 days make 756 s). `SPIKELOG_KEEP_DAYS`.
   *
   * @default none: `bucketMillis` alone decides
   */
  readonly keepDays?: number | undefined
  /** Charts that may be used of the account's, 1 to 1000. `SPIKELOG_MAX_CHARTS`. @default 10 */
  readonly maxCharts?: number | undefined
  /**
   * Bounds of every point's value, `[lo, hi]`, or `false` for none. What lies outside is moved to
   * the bound and counted. A sum or count that spans n buckets has bounds n times as wide.
   *
   * @default [0, 1e6]
   */
  readonly clamp?: Clamp | undefined
  /**
   * One attempt in milliseconds, from connect to the last byte of the answer, 10 to 600 000.
   * `SPIKELOG_TIMEOUT_MS`.
   *
   * @default 10_000
   */
  readonly timeoutMillis?: number | undefined
  /**
   * Retries of one post within one delivery, 0 to 10. While nothing gets through, one chart retries
   * for all.
   *
   * @default 3
   */
  readonly maxRetries?: number | undefined
  /** One delivery in milliseconds, 10 to 600 000. @default 25_000 */
  readonly deliveryTimeoutMillis?: number | undefined
  /** `close()` in milliseconds, 10 to 600 000. @default 5_000 */
  readonly shutdownTimeoutMillis?: number | undefined
  /** CSV file for what was refused or undelivered at shutdown. `SPIKELOG_FALLBACK_CSV`. */
  readonly fallbackFile?: string | undefined
  /** Sends the end of its bucket with each point, so that a late one stands where it belongs. @default false */
  readonly timestamps?: boolean | undefined
  /** Sent with each point: a flat object of strings, numbers and booleans. @default none */
  readonly tags?: Tags | undefined
  /**
   * Share of the instances that export, 0 to 1, by a stable hash of the instance's name: the host's
   * (the OpenTelemetry exporter takes `service.instance.id` first). `SPIKELOG_ROLLOUT`.
   *
   * @default 1
   */
  readonly rollout?: number | undefined
  /** Says what would be posted, posts nothing. Works without a key. `SPIKELOG_DRY_RUN`. @default false */
  readonly dryRun?: boolean | undefined
  /**
   * Where buckets wait: the path of a SQLite file, which outlives the process and is shared by all that
   * use it (an existing folder, or a path that ends in `/`, gets one file an account), or a
   * {@link BucketStore}. What is not due then waits for the next process. `SPIKELOG_STORE` (a path).
   *
   * @default in memory
   */
  readonly store?: BucketStore | string | undefined
  /** An undici dispatcher to post through. @default an agent of our own, through the environment's proxy */
  readonly dispatcher?: Dispatcher | undefined
}

/** Every option, resolved. */
export interface ResolvedClientOptions {
  readonly apiKey: string
  readonly endpoint: URL
  readonly prefix: string | undefined
  /** The wider of what `bucketMillis` says and what `keepDays` needs. */
  readonly bucketMillis: number
  readonly keepDays: number | undefined
  readonly maxCharts: number
  readonly clamp: Clamp
  readonly timeoutMillis: number
  readonly maxRetries: number
  readonly deliveryTimeoutMillis: number
  readonly shutdownTimeoutMillis: number
  readonly fallbackFile: string | undefined
  readonly timestamps: boolean
  readonly tags: Tags | undefined
  readonly rollout: number
  readonly dryRun: boolean
  /** A path, or a store that is there. */
  readonly store: BucketStore | string | undefined
  readonly dispatcher: Dispatcher | undefined
  readonly proxy: ProxySettings | undefined
}
