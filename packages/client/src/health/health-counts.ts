import type { DropReason } from './drop-reason.ts'

/** What was counted over the client's life. */
export interface HealthCounts {
  /** What was not charted, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  /** Points written to the fallback file. */
  readonly fallback: number
  /** Points moved to a bound of the clamp. */
  readonly clamped: number
  /** Posts that did not arrive and were merged back into their bucket. */
  readonly carriedOver: number
  /** Posts that may have arrived and wait to be posted again unchanged. */
  readonly sealed: number
  /** By chart: points posted by this client and still among the chart's newest 1000. */
  readonly pointsUsed: ReadonlyMap<string, number>
}
