import type { Aggregate } from '../aggregate/aggregate.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import type { DurableStore } from './durable-store.ts'

/** One chart's aggregate, taken out of the store to be posted. */
export interface Claim {
  /** A random UUID: the `Idempotency-Key` of the post. A sealed claim keeps it for good. */
  readonly key: string
  readonly chart: string
  readonly aggregate: Aggregate
  /** From a durable store: how its chart becomes a point. Another process may have measured it. */
  readonly settings?: ChartSettings
  /** The posted body, when an earlier post of this claim may have arrived: it is sent again as is. */
  readonly sealedBody?: string
}

/**
 * How a claim ended.
 *
 * - `delivered`: the service has it; it is gone from the store.
 * - `refused`: the service will never have it; it is gone from the store (and in the fallback).
 * - `release`: it certainly did not arrive; it merges back into the open bucket and the key is
 *   thrown away. A sealed claim stays sealed: a later attempt says nothing of an earlier one.
 * - `seal`: it may have arrived; it waits unmerged, with key and body, before anything newer.
 */
export type Settlement =
  | { readonly as: 'delivered' | 'refused' | 'release' }
  | { readonly as: 'seal'; readonly body: string }

/** Which claims to take. */
export interface ClaimQuery {
  /** Monotonic milliseconds. */
  readonly now: number
  /** Takes the open bucket too although it is not due, and starts a new grid. */
  readonly force: boolean
  /** Only these charts; all by default. */
  readonly charts?: ReadonlySet<string>
}

/**
 * Where measurements wait for their bucket to close: in memory, in SQLite or in Redis, without
 * anything else knowing. A chart holds at most one sealed and one open aggregate, however long an
 * outage lasts.
 */
export interface BucketStore {
  /**
   * Merges `aggregate` into the chart's open bucket. A durable store keeps `settings` with it.
   *
   * @returns `false` when the chart is new and the store holds its 1000 names already; the
   *   aggregate is not taken then.
   */
  merge(chart: string, aggregate: Aggregate, now: number, settings?: ChartSettings): boolean
  /** Takes what is due: at most one claim a chart, its sealed one first. */
  claim(query: ClaimQuery): readonly Claim[] | Promise<readonly Claim[]>
  /** Ends a claim. A key that is not claimed is ignored. */
  settle(key: string, settlement: Settlement): void | Promise<void>
  /**
   * The time (monotonic milliseconds) after which `claim` would give something, `undefined` when
   * nothing waits. May lie in the past.
   */
  nextDueMillis(): number | undefined
  /** Every chart that waits, with what waits (claimed ones included), for `health()`. */
  pending(): ReadonlyMap<string, Aggregate>
  /** Present when what is not due waits for the next process, instead of ending with this one. */
  readonly durable?: DurableStore
}

/** The most chart names a store holds. */
export const maxChartNames = 1000
