import type { OpenedClient } from '../open-client.ts'
import type { StatusReport } from './status-report.ts'

/** Reads what the store and the client know. */
export function readStatus(
  { client, options, opened }: Pick<OpenedClient, 'client' | 'options' | 'opened'>,
  { wallMillis, nowMillis }: { readonly wallMillis: number; readonly nowMillis: number },
): StatusReport {
  const { state, charts, leftOut, pending, attempts24h, points24h, lastError, warnings } =
    client.health()
  const dueMillis = opened?.store.nextDueMillis()
  return {
    store: opened?.file ?? null,
    state,
    charts: charts.map(({ chart, pointsUsed, spanHours, isPending }) => ({
      chart,
      pointsUsed,
      spanHours,
      isPending,
    })),
    newCharts: [...(opened?.store.pending().keys() ?? [])].filter(
      (name) => !charts.some(({ chart }) => chart === name) && !leftOut.includes(name),
    ),
    maxCharts: options.maxCharts,
    leftOut,
    pending,
    dueAt:
      dueMillis === undefined
        ? null
        : new Date(Math.round(wallMillis + dueMillis - nowMillis)).toISOString(),
    attempts24h,
    points24h,
    lastError: lastError ?? null,
    warnings,
  }
}
