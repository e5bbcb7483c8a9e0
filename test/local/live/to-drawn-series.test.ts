import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDrawnTimes, toDrawnValues } from '../../../packages/local/src/live/to-drawn-series.ts'
import { formatValue } from '../../../packages/local/src/view/format-value.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('toDrawnValues', () => {
  it('keeps whole numbers as they are', () => {
    const values = [1_234_567, -3, 0, 2 ** 53, 1e300]
    expect(toDrawnValues(values)).toEqual(values)
  })

  it('keeps four digits of what is not whole', () => {
    expect(toDrawnValues([0.012345678901234, 5.000012345, 123.456789])).toEqual([0.01235, 5, 123.5])
  })

  it('keeps what tells values apart that lie close together', () => {
    expect(toDrawnValues([1000.123456, 1000.123466])).toEqual([1000.123456, 1000.123466])
  })

  it('keeps equal, tiny and huge values', () => {
    expect(toDrawnValues([0.1, 0.1])).toEqual([0.1, 0.1])
    expect(toDrawnValues([5e-324, 1.5e-300])).toEqual([5e-324, 1.5e-300])
    expect(toDrawnValues([-1.7e308, 1.7e308])).toEqual([-1.7e308, 1.7e308])
    expect(toDrawnValues([])).toEqual([])
  })

  it('reads the same as the exact value, up to the last digit shown', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 20 }), (values) => {
        const drawn = toDrawnValues(values)
        for (const [index, value] of values.entries()) {
          const error = Math.abs((drawn[index] ?? Number.NaN) - value)
          expect(error).toBeLessThanOrEqual(Math.abs(value) * 1e-3)
        }
      }),
    )
    expect(formatValue(toDrawnValues([0.123456789, 7])[0] ?? 0)).toBe(formatValue(0.123456789))
  })
})

describe('toDrawnTimes', () => {
  it('gives regular points equal steps', () => {
    expect(toDrawnTimes([1_700_000_000_003, 1_700_000_300_001, 1_700_000_600_009])).toEqual([
      1_700_000_000_000, 300_000, 300_000,
    ])
  })

  it('gives points of a timer that is a little late equal steps, whenever it was started', () => {
    for (let phase = 0; phase < 1000; phase += 7) {
      const times = Array.from(
        { length: 1000 },
        // Up to 60 ms late.
        (_, index) => 1_700_000_000_000 + phase + index * 300_000 + ((index * 37) % 61),
      )
      const steps = toDrawnTimes(times).slice(1)
      expect(new Set(steps), `started at ${phase} ms`).toEqual(new Set([300_000]))
    }
  })

  it('keeps a single time and times close together exactly', () => {
    expect(toDrawnTimes([1_700_000_000_123])).toEqual([1_700_000_000_123])
    expect(restore(toDrawnTimes([1003, 1004, 999_003]))).toEqual([1003, 1004, 999_003])
  })

  it('is never off by more than a hundredth of the shortest step, whatever the order', () => {
    const [min, max] = [Date.UTC(0), Date.UTC(9999, 11, 31)]
    const time = fc.integer({ min, max })
    fc.assert(
      fc.property(fc.array(time, { minLength: 2, maxLength: 20 }), (times) => {
        const gaps = times.slice(1).map((each, index) => Math.abs(each - (times[index] ?? 0)))
        const shortest = Math.min(...gaps.filter((gap) => gap > 0))
        const drawn = restore(toDrawnTimes(times))
        for (const [index, each] of times.entries()) {
          expect(Math.abs((drawn[index] ?? Number.NaN) - each)).toBeLessThanOrEqual(shortest / 100)
        }
      }),
    )
  })
})

/** The times that steps stand for. */
function restore(steps: readonly number[]): number[] {
  let time = 0
  return steps.map((step) => (time += step))
}
