import { expect } from 'vitest'
import { timed } from '../../../client/support/use-transport.ts'
import { expectClosed, expectFault, expectRows, expectSaid, toSayings } from './expectations.ts'
import { readRows } from './expect-conserved.ts'
import type { Row } from './expect-conserved.ts'
import type { Fault, Finished } from './fault.ts'
import { outcomes } from './outcome.ts'
import { readDropped } from './read-dropped.ts'
import { longestBackoff, times } from './scale.ts'
import { expectWhenInTime } from './too-late-to-tell.ts'
import { useCell } from './use-cell.ts'
import type { Cell } from './use-cell.ts'

/** Tries one operation under one fault. */
export type Operation = (fault: Fault, finished: Finished) => Promise<void>

/** Two buckets end under the fault, the third after it. */
export const periodicExport: Operation = async (fault, finished) => {
  const cell = await useCell(fault, { hasFile: true }, finished)
  await begin(cell)
  for (let bucket = 0; bucket < 2; bucket += 1) {
    const { collections } = cell.exporter
    const { total } = cell.runs
    cell.measure()
    // A timer delivers what is overdue, too: this is about what was measured just now.
    await cell.until('an export', () => cell.exporter.collections > collections)
    await cell.until('a delivery', () => cell.runs.total > total && cell.runs.now === 0)
  }
  await expectFault(cell)
  await end(cell)
  cell.measure()
  await cell.until('everything delivered', () => isDone(cell))
  await cell.expectInTime('a delivery', cell.runs.longestMillis, times.deliveryTimeoutMillis)
  await expectRecovered(cell)
}

/** One flush under the fault, one after it. */
export const forceFlush: Operation = async (fault, finished) => {
  const cell = await useCell(fault, { hasFile: true }, finished)
  await begin(cell)
  cell.measure()
  await inTime(cell, 'forceFlush()', cell.provider.forceFlush())
  // What takes longer goes on behind it.
  await cell.until('the end of the delivery', () => cell.runs.now === 0)
  await expectFault(cell)
  await end(cell)
  cell.measure()
  await inTime(cell, 'forceFlush()', cell.provider.forceFlush())
  await cell.until('everything delivered', () => isDone(cell))
  await expectRecovered(cell)
}

/** What cannot be delivered is in the fallback file. */
export const shutdown: Operation = async (fault, finished) => {
  const cell = await useCell(fault, { hasFile: true, random: longestBackoff }, finished)
  await shutDownUnder(cell)
  const rows = readRows(cell.file)
  await expectClosed(cell, rows)
  expect(cell.exporter.health().dropped).toEqual({})
  await expectWrittenDown(cell, rows)
}

/** What cannot be delivered is in the log, and counted. */
export const shutdownWithoutFile: Operation = async (fault, finished) => {
  const cell = await useCell(fault, { hasFile: false, random: longestBackoff }, finished)
  await shutDownUnder(cell)
  const rows = readDropped(cell)
  await expectClosed(cell, rows)
  const dropped = Object.values(cell.exporter.health().dropped)
  expect(dropped.reduce((sum, count) => sum + count, 0)).toBe(rows.length)
  await expectWrittenDown(cell, rows)
}

async function shutDownUnder(cell: Cell): Promise<void> {
  await begin(cell)
  cell.measure()
  await inTime(cell, 'shutdown()', cell.provider.shutdown())
}

async function expectWrittenDown(cell: Cell, rows: readonly Row[]): Promise<void> {
  const { fault } = cell
  const { points, state } = outcomes[fault.means]
  // One that is given up between two attempts says nothing of the service; the line below says why.
  const isGivenUp = state === 'down' && fault.mostRequests !== 1
  const said = isGivenUp ? {} : toSayings(fault)
  await expectWhenInTime(cell.lag, () => {
    expectRows(fault, rows)
    expectSaid(cell, { ...said, ...(points === 'kept' && { undelivered: 1 }) })
  })
}

async function begin(cell: Cell): Promise<void> {
  if (cell.fault.isWarm) {
    cell.measure()
    await cell.provider.forceFlush()
    await cell.until('a first delivery', () => isDone(cell))
  }
  await cell.scene.start()
}

/** The fault ends, and the time is over after which the service is asked again. */
async function end({ fault, scene, clock }: Cell): Promise<void> {
  await scene.end()
  clock.skip(fault.askedAgainAfterMillis ?? outcomes[fault.means].askedAgainAfterMillis)
}

function isDone({ store, runs }: Cell): boolean {
  return store.pending().size === 0 && runs.now === 0
}

async function inTime(cell: Cell, what: string, operation: Promise<void>): Promise<void> {
  const { millis } = await timed(operation)
  const deadline = cell.fault.isBrief ? 5000 : times.shutdownTimeoutMillis
  await cell.expectInTime(what, millis, deadline)
}

async function expectRecovered(cell: Cell): Promise<void> {
  const { fault, provider, exporter, file } = cell
  const { points, state } = outcomes[fault.means]
  await inTime(cell, 'shutdown()', provider.shutdown())
  const rows = readRows(file)
  await expectClosed(cell, rows)
  expect(exporter.health()).toMatchObject({ state: 'up', dropped: {} })
  await expectWhenInTime(cell.lag, () => {
    if (points === 'refused') expectRows(fault, rows)
    else expect(rows).toEqual([])
    expectSaid(cell, { ...toSayings(fault), ...(state !== 'up' && { up: 1 }) })
  })
}
