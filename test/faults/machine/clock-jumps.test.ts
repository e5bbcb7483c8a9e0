import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import type { Cell } from './support/cell.ts'
import { operate, operations } from './support/operations.ts'

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

describe.each(jumps)(verifies('conservation', 'the injected clock jumps $jump'), ({ hours }) => {
  it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
    const cell = await useCell(onTestFinished)
    await operate(cell, operation, {
      begin: () => cell.app.tell({ do: 'turnClockInDelivery', millis: hours * hourMillis }),
    })
    const { told } = await cell.app.ended
    expect(toHours(told?.wallMillis)).toBe(hours)
  })
})

describe.skipIf(!hasFaketime).each(jumps)(
  verifies('conservation', 'the clock of a real process jumps $jump'),
  ({ hours }) => {
    it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
      const cell: Cell = await useCell(onTestFinished, {
        surroundings: (folder) => {
          writeFileSync(toFile(folder), '+0\n')
          return { environment: faketimeEnvironment(toFile(folder)) }
        },
      })
      await operate(cell, operation, {
        begin: async () => {
          writeFileSync(toFile(cell.folder), `${hours > 0 ? '+' : '-'}1h\n`)
          const { wallMillis } = await cell.app.tell({ do: 'tell' })
          expect(toHours(wallMillis)).toBe(hours)
        },
      })
    })
  },
)
