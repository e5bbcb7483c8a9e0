import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import type { Cell } from './support/cell.ts'
import { operate, operations } from './support/operations.ts'
import type { Operation, Trouble } from './support/operations.ts'
import { defaultTimes } from './support/times.ts'

const timeout = isSoak ? 300_000 : 60_000
const hourMillis = 3_600_000

const hasFaketime = spawnSync('faketime', ['-v']).error === undefined
if (!hasFaketime && process.env['CI'] === 'true') throw new Error('faketime is missing')
if (!hasFaketime) console.warn('faketime is missing: no clock of a real process jumps')

/** The library that turns back the clock of the process that it is loaded into, by what a file says. */
function faketimeEnvironment(file: string): Record<string, string> {
  const library = execFileSync('faketime', ['-m', 'now', 'printenv', 'LD_PRELOAD'])
  return {
    LD_PRELOAD: library.toString().trim(),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // As a machine's clock that is set: the monotonic one goes on.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
}

const toFile = (folder: string): string => `${folder}/faketime`

/** How far a clock is ahead of ours, to a tenth of an hour. */
function toHours(wallMillis = Number.NaN): number {
  return Math.round((wallMillis - Date.now()) / (hourMillis / 10)) / 10
}

const jumps = [
  { jump: 'an hour ahead', hours: 1 },
  { jump: 'an hour back', hours: -1 },
] as const

/**
 * Whatever is asked of the service first fails, the clock having jumped: it is tried again in the same
 * operation, and the bucket after that ends as if nothing was.
 */
function jumpInDelivery(cell: Cell, operation: Operation, jump: () => void): Trouble {
  const { app, local } = cell
  const delivered = (): readonly number[] => local.points('a').map(({ value }) => value)
  return {
    begin: async () => {
      await Promise.all([app.over('delivery'), cell.count()])
      local.setFaults(() => {
        jump()
        local.setFaults(undefined)
        return { type: 'status', status: 503 }
      })
    },
    during: async () => {
      if (operation !== 'periodic export') return
      await app.over('delivery')
      expect(delivered()).toEqual([1, 2])
      await Promise.all([app.over('delivery'), cell.count()])
      expect(delivered()).toEqual([1, 2, 4])
    },
    end: () => {
      expect(delivered().slice(0, 2)).toEqual([1, 2])
      return Promise.resolve()
    },
    expectSeen: () => {
      expect(delivered().slice(0, 2)).toEqual([1, 2])
      expect(app.lines.map(({ message }) => message).join()).not.toContain('Undelivered')
    },
  }
}

describe.each(jumps)(verifies('conservation', 'the injected clock jumps $jump'), ({ hours }) => {
  it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
    const cell = await useCell(onTestFinished, { times: defaultTimes })
    const trouble = jumpInDelivery(cell, operation, () => {})
    await operate(cell, operation, {
      ...trouble,
      begin: async () => {
        await trouble.begin?.()
        await cell.app.tell({ do: 'turnClockInDelivery', millis: hours * hourMillis })
      },
    })
    const { told } = await cell.app.ended
    expect(toHours(told?.wallMillis)).toBe(hours)
  })
})

describe.skipIf(!hasFaketime).each(jumps)(
  verifies('conservation', 'the clock of a real process jumps $jump'),
  ({ hours }) => {
    it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
      const cell = await useCell(onTestFinished, {
        times: defaultTimes,
        surroundings: (folder) => {
          writeFileSync(toFile(folder), '+0\n')
          return { environment: faketimeEnvironment(toFile(folder)) }
        },
      })
      const jump = (): void => writeFileSync(toFile(cell.folder), `${hours > 0 ? '+' : '-'}1h\n`)
      await operate(cell, operation, jumpInDelivery(cell, operation, jump))
      const { told } = await cell.app.ended
      expect(toHours(told?.wallMillis)).toBe(hours)
    })
  },
)
