import type { HealthCounts } from '../health/health-counts.ts'

/** How the delivery of one point ended, over all its attempts. */
export interface DeliveryEnd {
  /** From the start of the first attempt to the end of the last one, waits between them included. */
  readonly durationMillis: number
  /**
   * What the last attempt ended with, unless the point was delivered: a status (`'503'`),
   * `'timeout'`, `'aborted'`, a code (`'ECONNREFUSED'`) or `'_OTHER'`.
   */
  readonly errorType?: string
  /** Status of the last attempt's answer; absent when it got none. */
  readonly status?: number
}

/**
 * Watches delivery from outside, e.g. to make metrics of it. Whatever it throws is said once and
 * does no harm.
 */
export interface DeliveryObserver {
  /**
   * A point is about to be posted. The function it returns is called once, when that is over,
   * whatever happened; without an end when no attempt was made, so that there is nothing to tell.
   */
  begin(): (end?: DeliveryEnd) => void
  /** Tells the counts, after each delivery and whenever they may have changed. */
  count(counts: HealthCounts): void
}
