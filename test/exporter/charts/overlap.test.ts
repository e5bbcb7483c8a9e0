import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { overlap } from '../../../packages/exporter/src/charts/overlap.ts'
import { toNameMatcher } from '../../../packages/exporter/src/charts/to-name-matcher.ts'

/** Every name of up to six letters `a` and `b`: longer than any name two of the patterns need. */
const names = [''].concat(
  Array.from({ length: 6 }, (_, index) => index + 1).flatMap((length) =>
    Array.from({ length: 2 ** length }, (_, bits) =>
      bits.toString(2).padStart(length, '0').replaceAll('0', 'a').replaceAll('1', 'b'),
    ),
  ),
)

const part = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 })
const pattern = fc.oneof(
  part,
  fc.tuple(part, part).map(([head, tail]) => `${head}*${tail}`),
)

it('finds two patterns to overlap exactly when some name matches both', () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const [isA, isB] = [toNameMatcher(a), toNameMatcher(b)]
      expect(overlap(a, b)).toBe(names.some((name) => isA(name) && isB(name)))
    }),
    { numRuns: 2000 },
  )
})

it('ignores case', () => {
  expect(overlap('Jobs.*', '*.DONE')).toBe(true)
  expect(overlap('JOBS.done', 'jobs.*')).toBe(true)
  expect(overlap('Users', 'users')).toBe(true)
  expect(overlap('jobs.*', 'job.*')).toBe(false)
})
