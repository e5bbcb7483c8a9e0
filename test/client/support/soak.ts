import * as fc from 'fast-check'

/** How often a random campaign runs: a tenth of `full` unless the environment asks for a soak. */
function runs(full: number): number {
  return process.env['SOAK'] === undefined ? Math.max(1, Math.ceil(full / 10)) : full
}

/** Checks a property; a failure prints its seed and its path. `SEED` runs one again. */
export async function check<T>(
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  full: number,
): Promise<void> {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  await fc.assert(property, { numRuns: runs(full), seed })
}
