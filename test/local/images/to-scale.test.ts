import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toScale } from '../../../packages/local/src/images/to-scale.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('toScale', () => {
  it.each([
    [0, 10, 5, 0.5],
    [-1e308, 1e308, 0, 0.5],
    [-Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE, 1],
    [0, 5e-324, 5e-324, 1],
    [-5e-324, 5e-324, 0, 0.5],
    [1e15, 1e15 + 2, 1e15 + 1, 0.5],
    [7, 7, 7, 0.5],
  ])('from %d to %d puts %d at %d', (low, high, value, share) => {
    expect(toScale(low, high)(value)).toBe(share)
  })

  it('keeps any numbers between its ends, in their order', () => {
    fc.assert(
      fc.property(finite, finite, finite, finite, (...numbers) => {
        const [low, one, other, high] = numbers.sort((a, b) => a - b)
        fc.pre(low < high)
        const toShare = toScale(low, high)
        expect(toShare(low)).toBe(0)
        expect(toShare(high)).toBe(1)
        expect(toShare(one)).toBeGreaterThanOrEqual(0)
        expect(toShare(one)).toBeLessThanOrEqual(toShare(other))
        expect(toShare(other)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })
})
