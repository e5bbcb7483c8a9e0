/** Why a point is in the fallback. The last says that it may be on its chart already. */
export type FallbackReason = 'quota' | 'value' | 'shutdown' | 'shutdown_maybe_delivered'

/** A point that Spikelog did not get, or may not have got. */
export interface FallbackRow {
  /** End of its bucket, milliseconds since the epoch. */
  readonly wallMillis: number
  readonly chart: string
  readonly value: number
  readonly reason: FallbackReason
  /** Its `Idempotency-Key`: posting the row with it cannot store the point twice. */
  readonly key: string
}

/** Where points go that Spikelog did not get. */
export interface Fallback {
  /** Whether rows are kept, so that charts without a slot are worth aggregating. */
  readonly keepsRows: boolean
  /**
   * Writes rows. Never throws; returns how many were kept.
   *
   * @param lastFailure why delivery failed last, in words
   */
  write(rows: readonly FallbackRow[], lastFailure?: string): number
}
