import { describe, expect, it } from 'vitest'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import type { Cell } from './support/cell.ts'
import { operate, operations } from './support/operations.ts'
import type { Trouble } from './support/operations.ts'
import { times } from './support/times.ts'

const timeout = isSoak ? 300_000 : 60_000
/** Longer than an attempt may last, and than a shutdown. */
const suspendedMillis = 1.2 * times.timeoutMillis

const moments: Readonly<Record<string, (cell: Cell) => Trouble>> = {
  'while it has nothing to do': ({ app }) => ({
    begin: () => {
      app.stop()
      return app.resumeAfter(suspendedMillis)
    },
  }),
  'while a post is on its way': ({ app, local }) => ({
    during: async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      local.setFaults(() => {
        // Its answer finds it suspended.
        app.stop()
        local.setFaults(undefined)
        resolve()
        return undefined
      })
      await promise
      await app.resumeAfter(suspendedMillis)
    },
  }),
  'right after it was told to': ({ app }) => ({
    during: async () => {
      await app.begun('delivery')
      app.stop()
      await app.resumeAfter(suspendedMillis)
    },
  }),
}

describe.each(Object.entries(moments))(
  verifies('conservation', 'a process that is suspended %s'),
  (_when, toTrouble) => {
    it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
      const cell = await useCell(onTestFinished)
      // Connected, so that a post is soon on its way.
      await cell.count()
      await cell.deliver()
      await operate(cell, operation, toTrouble(cell))
      expect(cell.app.suspended.millis).toBeGreaterThan(times.timeoutMillis)
    })
  },
)
