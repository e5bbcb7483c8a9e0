import { describe, expect, it } from 'vitest'
import { isSoak } from '../../support/campaign.ts'
import { verifies } from '../../requirements.ts'
import { useCell } from './support/cell.ts'
import { operate, operations } from './support/operations.ts'

const timeout = isSoak ? 300_000 : 60_000
/** Enough for Node and what the app loads at its start. */
const mostDescriptors = 100

const moments = [
  { when: 'before undici is loaded', isWarm: false },
  { when: 'before a connection is made anew', isWarm: true },
] as const

describe.each(moments)(
  verifies('conservation', 'a process that has no file descriptor left $when'),
  ({ isWarm }) => {
    it.concurrent.for(operations)('%s', { timeout }, async (operation, { onTestFinished }) => {
      const cell = await useCell(onTestFinished, { surroundings: () => ({ mostDescriptors }) })
      const { app, local } = cell
      const expectUndelivered = (): void => {
        expect(local.points('a')).toHaveLength(isWarm ? 1 : 0)
      }
      await operate(cell, operation, {
        begin: async () => {
          if (isWarm) {
            await cell.count()
            await cell.deliver()
            await local.pause()
            await local.resume()
          }
          await app.tell({ do: 'takeDescriptors' })
        },
        end: async () => {
          expectUndelivered()
          await app.tell({ do: 'freeDescriptors' })
        },
        expectSeen: () => {
          const isEnd = operation === 'shutdown' || operation === 'natural exit'
          if (isEnd) expectUndelivered()
          const said = app.lines.map(({ message }) => message).join('\n')
          const failure = isEnd ? /Last failure: .*(?:EMFILE|too many open files)/u : /EMFILE/u
          expect(said).toMatch(failure)
          expect(said).toMatch(/Cannot write to the fallback file .*EMFILE/u)
        },
      })
    })
  },
)
