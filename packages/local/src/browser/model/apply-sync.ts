import type { SyncMessage } from '../../live/sync-message.ts'
import type { AccountState, ChartState } from './account-state.ts'
import { applyChange } from './apply-change.ts'

/** The account after a message: what the message says, on top of what was known before. */
export function applySync(state: AccountState, message: SyncMessage): AccountState {
  const changes = new Map(message.changes.map((change) => [change.id, change]))
  const charts = new Map<number, ChartState>()
  for (const id of message.charts) {
    const before = message.isComplete ? undefined : state.charts.get(id)
    const change = changes.get(id)
    const chart = change ? applyChange(before, change) : before
    if (chart) charts.set(id, chart)
  }
  return { charts, limits: message.limits, refusals: message.refusals }
}
