import type { ChartChange } from '../../live/sync-message.ts'
import type { ChartState } from './account-state.ts'

/** Adds a chart's new points and drops its oldest, until as many are left as the server keeps. */
export function applyChange(before: ChartState | undefined, change: ChartChange): ChartState {
  const times = [...(before?.times ?? [])]
  let time = 0
  for (const step of change.times) {
    time += step
    times.push(time)
  }
  const values = [...(before?.values ?? []), ...change.values]
  const surplus = Math.max(0, times.length - change.kept)
  return {
    id: change.id,
    name: change.name,
    times: times.slice(surplus),
    values: values.slice(surplus),
  }
}
