import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../requirements.ts'
import { firstSeed, rounds } from '../support/campaign.ts'
import { ComparedSpikelog } from './support/compared-spikelog.ts'
import { operation } from './support/operations.ts'
import { outcomes } from './support/spikelog-model.ts'
import { useTemporaryFile } from './support/use-temporary-file.ts'

const operations = rounds(100_000)
const kinds = [...outcomes, 'together', 'wait', 'restart', 'reset']

describe(verifies('exactness', 'an account'), () => {
  it(
    `does what a simple model of the contract does, ${operations} operations, seed ${firstSeed}`,
    { timeout: 600_000 },
    async () => {
      const compared = new ComparedSpikelog(useTemporaryFile('spikelog.db'))
      onTestFinished(() => compared.stop())
      let done = 0
      const life = fc.asyncProperty(
        fc.array(operation, { maxLength: 400, size: 'max' }),
        async (all) => {
          await compared.perform({ type: 'reset' })
          for (const each of all) await compared.perform(each)
          done += all.length
        },
      )
      const isDone = (): boolean => done >= operations
      for (let seed = firstSeed; !isDone(); seed += 1) {
        // A failure prints the seed and the shortest list of operations that shows it.
        await fc.assert(life, { numRuns: 10, seed })
      }

      const counts = kinds.map((kind) => [kind, compared.counts.get(kind) ?? 0] as const)
      console.log(counts.map(([kind, times]) => `${times} ${kind}`).join(', '))
      // Each of them often, or the campaign tried less than it says.
      expect(counts.filter(([, times]) => times < operations / 500)).toEqual([])
    },
  )
})
