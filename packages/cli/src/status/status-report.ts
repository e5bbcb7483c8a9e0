import type { AccountState } from '@spikelog-otel/client'

/** One chart of {@link StatusReport}. */
export interface StatusChart {
  readonly chart: string
  /** Of 1000: what was posted from here and is among the chart's newest. */
  readonly pointsUsed: number
  /** Hours from the oldest to the newest of these points. */
  readonly spanHours: number
  /** Something of it waits to be posted. */
  readonly isPending: boolean
}

/** What `spikelog status --json` prints: fields are added, never taken away or changed. */
export interface StatusReport {
  /** The file in which measurements wait; `null` in a dry run. */
  readonly store: string | null
  readonly state: AccountState
  /** Charts that have one of the account's slots. */
  readonly charts: readonly StatusChart[]
  /** Charts whose first bucket waits: whether they get a slot is decided when it is posted. */
  readonly newCharts: readonly string[]
  readonly maxCharts: number
  /** Charts without a slot. */
  readonly leftOut: readonly string[]
  /** Charts of which something waits. */
  readonly pending: number
  /** When the next of it is due, ISO 8601; in the past when its time came. `null`: nothing waits. */
  readonly dueAt: string | null
  readonly attempts24h: { readonly total: number; readonly succeeded: number }
  readonly points24h: { readonly delivered: number; readonly failed: number }
  readonly lastError: string | null
  readonly warnings: readonly string[]
}
