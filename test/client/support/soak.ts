import * as fc from 'fast-check'
import { firstSeed, rounds } from '../../support/campaign.ts'

/** Checks a property; a failure prints its seed and its path. `SEED` runs one again. */
export async function check<T>(
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  full: number,
): Promise<void> {
  await fc.assert(property, { numRuns: rounds(full), seed: firstSeed })
}
