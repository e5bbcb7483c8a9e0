import { expect } from 'vitest'
import { expectConserved, expectStoredOnce, readRows } from './expect-conserved.ts'
import type { Row } from './expect-conserved.ts'
import { apiKey, charts } from './fault.ts'
import type { Fault } from './fault.ts'
import { outcomes } from './outcome.ts'
import { countSayings } from './sayings.ts'
import type { Saying } from './sayings.ts'
import { expectWhenInTime } from './too-late-to-tell.ts'
import { readTraces } from './use-cell.ts'
import type { Cell } from './use-cell.ts'

/** The first attempt and three retries. */
const attempts = 4

/** What a fault may say: once for the account, or once for each chart that it hits. */
export function toSayings({ means, hits = charts }: Fault): Partial<Record<Saying, number>> {
  const { says, points } = outcomes[means]
  return says === 'nothing' ? {} : { [says]: points === 'refused' ? hits.length : 1 }
}

/** The points that were written down, all for the reason that the fault has. */
export function expectRows(fault: Fault, rows: readonly Row[]): void {
  const { means, hits = charts } = fault
  const { reason } = outcomes[means]
  expect(new Set(rows.map((row) => `${row.chart}: ${row.reason}`))).toEqual(
    new Set(reason === 'none' ? [] : hits.map((chart) => `${chart}: ${reason}`)),
  )
}

/** The fault has shown, and goes on: account, points and requests are as its meaning says. */
export async function expectFault(cell: Cell): Promise<void> {
  const { fault, scene, store, exporter, runs } = cell
  const { hits = charts, mostRequests = attempts * runs.total } = fault
  const { points, state } = outcomes[fault.means]
  const rows = readRows(cell.file)
  expectConserved(cell.recorded(), { local: scene.local(), store, rows })
  expect(exporter.health().dropped).toEqual({})
  const most = mostRequests * charts.length + (fault.isWarm ? charts.length : 0)
  await expectWhenInTime(cell.lag, () => {
    expect(scene.local().requests().received).toBeLessThanOrEqual(most)
    expect(exporter.health().state).toBe(state)
    expect([...store.pending().keys()].toSorted()).toEqual(points === 'kept' ? hits : [])
    if (points === 'refused') expectRows(fault, rows)
    else expect(rows).toEqual([])
  })
}

/** After the shutdown nothing waits, nothing was lost or stored twice, and nothing is left behind. */
export async function expectClosed(cell: Cell, rows: readonly Row[]): Promise<void> {
  const { scene, store, recorded, clock, exporter, runs } = cell
  expect(store.pending().size).toBe(0)
  expectConserved(recorded(), { local: scene.local(), rows })
  expectStoredOnce(scene.local())
  expect(clock.pendingTimers).toBe(0)
  // One that the app brought stays open.
  if (scene.dispatcher === undefined) expect(cell.connections()).toBe(0)
  expect(runs).toMatchObject({ now: 0, most: 1 })
  await cell.expectInTime('export()', exporter.longestMillis, 0)
  expect(readTraces(cell)).not.toContain(apiKey)
  expect(scene.sentElsewhere?.() ?? '').toBe('')
}

/** Lines that people see, at the default level and the one below. */
export function expectSaid({ logger }: Cell, expected: Partial<Record<Saying, number>>): void {
  const lines = logger.lines.filter(({ level }) => level !== 'debug')
  expect(countSayings(lines.map(({ message }) => message))).toEqual(expected)
}
