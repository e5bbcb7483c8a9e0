import { expect } from 'vitest'
import type { Change, RecordedClient } from './recorded-client.ts'

/** Changes in doubt after kills: how many turned out to be done, how many not. */
export interface Doubts {
  done: number
  undone: number
}

/**
 * Fails unless the charts are what was acknowledged and what is in doubt, the latter once or not at
 * all. Counts what became of it.
 */
export function expectKept(
  charts: ReadonlyMap<string, readonly number[]>,
  clients: readonly RecordedClient[],
  doubts: Doubts,
): void {
  const expected = new Map<string, readonly number[]>()
  for (const { kept, pending } of clients) {
    for (const [chart, values] of kept) expected.set(chart, values)
    if (!pending) continue
    const values = charts.get(pending.chart) ?? []
    const isDone = pending.type === 'post' ? values.includes(pending.value) : values.length === 0
    doubts[isDone ? 'done' : 'undone'] += 1
    if (isDone) change(expected, pending)
  }
  expect(new Map(charts)).toEqual(expected)
}

function change(charts: Map<string, readonly number[]>, pending: Change): void {
  if (pending.type === 'delete') charts.delete(pending.chart)
  else charts.set(pending.chart, [...(charts.get(pending.chart) ?? []), pending.value])
}
