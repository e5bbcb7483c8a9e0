import { expect } from 'vitest'
import { machineMillis } from '../../support/kill/diary.ts'
import type { Cell } from './cell.ts'
import { expectAccounted } from './expect-accounted.ts'
import type { Over } from './protocol.ts'

/** What every operation may take beyond its deadline, and beyond what the event loop was late. */
const slackMillis = 100

/** The ways in which an app delivers. */
export const operations = ['periodic export', 'forceFlush', 'shutdown', 'natural exit'] as const
export type Operation = (typeof operations)[number]

/** What goes wrong with the machine. */
export interface Trouble {
  /** Comes before the operation. */
  readonly begin?: () => Promise<unknown>
  /** Comes while the operation is under way. */
  readonly during?: () => Promise<unknown>
  readonly end?: () => Promise<unknown>
  /** Fails unless it has come, and shows. */
  readonly expectSeen?: () => void
}

/** One operation in trouble, and the end of the app; everything is accounted for. */
export async function operate(cell: Cell, operation: Operation, trouble: Trouble): Promise<void> {
  await trouble.begin?.()
  // Listened for from now on: a bucket may end as soon as something is counted.
  const delivery = cell.app.over('delivery', machineMillis())
  delivery.catch(() => {})
  const during = trouble.during?.()
  await cell.count()
  const [over] = await Promise.all([run(cell, operation, delivery), during])
  expectInTime(cell, operation, over)
  if (operation === 'periodic export' || operation === 'forceFlush') await recover(cell, trouble)
  else if (operation === 'shutdown') cell.app.letEnd()
  await expectAccounted(cell)
  trouble.expectSeen?.()
}

async function run(cell: Cell, operation: Operation, delivery: Promise<Over>): Promise<Over> {
  const { app } = cell
  if (operation === 'periodic export') return delivery
  const over = app.over('operation')
  if (operation === 'natural exit') {
    app.letEnd()
    return over
  }
  await app.tell({ do: operation })
  if (operation === 'shutdown') await expectNothingLeft(cell)
  return over
}

/** All that waits is delivered once the trouble is over. */
async function recover(cell: Cell, trouble: Trouble): Promise<void> {
  const { app } = cell
  await trouble.end?.()
  await cell.count()
  await cell.deliver()
  const over = app.over('operation')
  const { state } = await app.tell({ do: 'shutdown' })
  expect(state).toBe('up')
  expectInTime(cell, 'shutdown', await over)
  await expectNothingLeft(cell)
  app.letEnd()
}

/** As much is open as at the start, a few turns after the shutdown: sockets close in a next one. */
async function expectNothingLeft({ app, resources }: Cell): Promise<void> {
  let left: readonly string[] = []
  for (let look = 0; look === 0 || (left.length > resources.length && look < 10); look += 1) {
    ;({ resources: left } = await app.tell({ do: 'tell' }))
  }
  expect(left).toEqual(resources)
}

/** A suspended process counts from when it went on. */
function expectInTime(cell: Cell, operation: Operation, over: Over): void {
  const { suspended } = cell.app
  const { deliveryTimeoutMillis, shutdownTimeoutMillis } = cell.times
  const deadline = operation === 'periodic export' ? deliveryTimeoutMillis : shutdownTimeoutMillis
  const took = over.toMillis - Math.max(over.fromMillis, suspended.untilMillis)
  // The longest time may be that of the suspension: the next one counts beside what is left of it.
  const lag = Math.max(
    over.lagMillis - suspended.millis,
    suspended.millis > 0 ? over.nextLagMillis : 0,
  )
  expect({ operation, took, inTime: took <= deadline + slackMillis + lag }).toEqual({
    operation,
    took,
    inTime: true,
  })
}
