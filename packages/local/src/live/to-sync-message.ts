import type { LocalLimits } from '../contract/limits.ts'
import type { KeptChart } from '../store/account.ts'
import { toChartChange } from './to-chart-change.ts'
import type { RefusalSummary, SyncMessage } from './sync-message.ts'

/** The present state of the account. */
export interface AccountState {
  charts: readonly Readonly<KeptChart>[]
  limits: LocalLimits
  refusals: RefusalSummary[]
}

/**
 * Makes the message that brings a page to the present state. No history of changes is needed: what
 * is new in a chart are its points after the one that the page heard last, and what is gone is what
 * the list of charts leaves out.
 *
 * @param sincePointId - the last point that the page knows, or `undefined` when it knows nothing
 */
export function toSyncMessage(
  { charts, limits, refusals }: AccountState,
  sincePointId: number | undefined,
): SyncMessage {
  const since = sincePointId ?? 0
  return {
    isComplete: sincePointId === undefined,
    charts: charts.map(({ id }) => id),
    changes: charts
      .filter(({ points }) => (points.at(-1)?.id ?? 0) > since)
      .map((chart) => toChartChange(chart, since)),
    limits: { charts: limits.maxCharts, points: limits.maxPoints },
    refusals,
  }
}
