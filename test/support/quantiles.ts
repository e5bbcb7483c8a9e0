import { expect } from 'vitest'
import { Random } from './campaign.ts'

export const percents = [50, 75, 90, 95, 99] as const

/** The value that `percent` % of them don't exceed: the nearest rank. */
export function exactQuantile(sorted: ArrayLike<number>, percent: number): number {
  const value = sorted[Math.ceil((sorted.length * percent) / 100) - 1]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

/** What the README promises: 320 buckets a sign, as narrow as they can be for these values. */
function promisedError(values: Iterable<number>): number {
  const spread = { positive: { least: Infinity, most: 0 }, negative: { least: Infinity, most: 0 } }
  for (const value of values) {
    if (value === 0) continue
    const side = value > 0 ? spread.positive : spread.negative
    side.least = Math.min(side.least, Math.abs(value))
    side.most = Math.max(side.most, Math.abs(value))
  }
  const octaves = [spread.positive, spread.negative]
    .filter(({ most }) => most > 0)
    .map(({ least, most }) => Math.log2(most) - Math.log2(least))
  let scale = 20
  while (Math.max(0, ...octaves) * 2 ** scale > 319) scale -= 1
  const base = 2 ** (2 ** -scale)
  return (base - 1) / (base + 1)
}

/** The relative error of each quantile lies within `promise`; floats may be off in the last digits. */
export function expectQuantiles(
  found: Readonly<Record<string, number | undefined>>,
  values: Float64Array,
  promise: number = promisedError(values),
): void {
  const sorted = values.toSorted()
  for (const percent of percents) {
    const exact = exactQuantile(sorted, percent)
    const value = found[`p${percent}`] ?? Number.NaN
    const error = value === exact ? 0 : Math.abs(value - exact) / Math.abs(exact)
    expect(error, `p${percent}: ${value} for ${exact}`).toBeLessThanOrEqual(promise * (1 + 1e-9))
  }
}

/** Values that a sketch should have trouble with, and the usual ones. */
export const distributions: Readonly<Record<string, (random: Random, at: number) => number>> = {
  'log-normal': logNormal,
  constant: () => 0.1,
  'two clusters far apart': (random) => (random.chance(0.93) ? 1 : 1e9) * (1 + random.next() / 100),
  'from 1e-300 to 1e300': (random) => 10 ** (600 * random.next() - 300),
  negative: (random) => -logNormal(random),
  'of both signs': (random) => logNormal(random) * (random.chance(0.4) ? -1 : 1),
  'zero, mostly': (random) => (random.chance(0.92) ? 0 : logNormal(random)),
  'powers of two': (random) => 2 ** random.whole(-10, 20),
  'next to powers of two': (random) => 2 ** random.whole(0, 9) * (1 + 2e-16 * random.whole(-1, 1)),
  'heavy-tailed': (random) => (1 - random.next()) ** -2,
  'whole numbers': (random) => random.whole(0, 1000),
  rising: (_random, at) => 1 + at,
  falling: (_random, at) => 1e7 - at,
  'a few': (random) => random.pick([0.25, 3, 3.0001, 70]),
}

/** What {@link distributions} calls so, by a seed that a failure prints. */
export function drawValues(name: string, count: number, seed: number): Float64Array {
  const random = new Random(seed)
  const draw = distributions[name]
  if (draw === undefined) throw new Error(`no distribution ${name}`)
  return Float64Array.from({ length: count }, (_, at) => draw(random, at))
}

/** As latencies are: median 1, a tenth above 3.6. */
function logNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
  return Math.exp(radius * Math.cos(2 * Math.PI * random.next()))
}
