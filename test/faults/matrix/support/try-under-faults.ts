import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifies } from '../../../requirements.ts'
import { faults } from '../faults.ts'
import type { Columns } from '../operations.ts'
import { countResources } from './count-resources.ts'
import { limitConcurrency } from './limit-concurrency.ts'
import { tryUntilTold } from './too-late-to-tell.ts'

/** Most of it is spent waiting for a turn. */
const timeout = 900_000

/** Tries columns of the matrix: each operation under each fault. */
export function tryUnderFaults(columns: Columns): void {
  // Each column says itself how many of its cells run at once.
  vi.setConfig({ maxConcurrency: 500 })

  let before: ReturnType<typeof countResources>

  beforeAll(() => {
    before = countResources()
  })

  // Of all cells together: they run side by side in one process.
  afterAll(async () => {
    await vi.waitFor(() => expect(countResources()).toEqual(before), { timeout: 5000 })
  })

  describe.each(Object.entries(columns))(
    verifies('conservation', '%s under each fault'),
    (_name, { run, most }) => {
      const limited = limitConcurrency(most)
      it.concurrent.for(faults)('$name', { timeout }, async (fault, { onTestFinished }) => {
        const cell = limited(() => tryUntilTold(fault.name, () => run(fault, onTestFinished)))
        expect(await cell).toBeUndefined()
      })
    },
  )
}
