import type { AccountState } from '../delivery/account.ts'
import type { OperationCounts } from '../delivery/operations.ts'
import type { DropReason } from './drop-reason.ts'

/** How one chart stands. */
export interface ChartHealth {
  readonly chart: string
  /** Posted by this client and still among the chart's newest 1000; not the account's true count. */
  readonly pointsUsed: number
  /** Hours from the oldest to the newest of these points: the history that they make. */
  readonly spanHours: number
  /** Something of this chart waits to be posted. */
  readonly isPending: boolean
}

/** How delivery stands. Counters named `…24h` cover the last 24 hours, the others the client's life. */
export interface Health {
  readonly state: AccountState
  /** `false` when `rollout` leaves this instance out: nothing is measured or posted. */
  readonly isIncluded: boolean
  /** HTTP attempts, and how many of them were answered 2xx. */
  readonly attempts24h: { readonly total: number; readonly succeeded: number }
  /** Points whose post ended: delivered, or not (carried over, sealed, refused). */
  readonly points24h: { readonly delivered: number; readonly failed: number }
  /**
   * Shares of the attempts that were answered 2xx, and of the points that were delivered, from 0 to
   * 1 and over the last 24 hours; absent while there was none.
   */
  readonly successRate24h: { readonly attempts?: number; readonly points?: number }
  /**
   * Deliveries of a point, each over all its attempts, over the client's life: under way, delivered,
   * or failed (carried over, sealed, refused, given up at the end).
   */
  readonly operations: OperationCounts
  /** Every chart that has a slot, in order of priority. */
  readonly charts: readonly ChartHealth[]
  /** Charts without a slot, here or at Spikelog; at most 1000 are remembered. */
  readonly leftOut: readonly string[]
  /** Charts with something that waits to be posted. */
  readonly pending: number
  /** What was not charted, by reason. Points that reached the fallback file are not among them. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  /** Points written to the fallback file. */
  readonly fallback: number
  /** Points moved to a bound of the clamp. */
  readonly clamped: number
  /** Posts that did not arrive and were merged back into their bucket. */
  readonly carriedOver: number
  /** Posts that may have arrived and wait to be posted again unchanged. */
  readonly sealed: number
  /**
   * What should be looked into, in words, with what to do. Fewer than 95 % of at least 20 attempts
   * in the last 24 hours succeeded, refusals of charts and points aside; a chart with more than 800
   * points will show less than `keepDays`; points are used faster than one per bucket. Logged when
   * they come up.
   */
  readonly warnings: readonly string[]
  /** The last failure, in words; absent while there was none. */
  readonly lastError?: string
}
