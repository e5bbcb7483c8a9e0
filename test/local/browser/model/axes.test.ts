import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTickLabels } from '../../../../packages/local/src/browser/model/to-tick-labels.ts'
import { toTimeTicks } from '../../../../packages/local/src/browser/model/to-time-ticks.ts'
import {
  toShare,
  toValueBounds,
} from '../../../../packages/local/src/browser/model/to-value-bounds.ts'
import { toValueTicks } from '../../../../packages/local/src/browser/model/to-value-ticks.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

const at = (...parts: [number, number, number, number?, number?, number?]) =>
  new Date(...parts).getTime()
const labels = (from: number, to: number, count = 4) =>
  toTimeTicks({ from, to }, count).map(({ label }) => label)

describe('toValueBounds', () => {
  it.each([
    [0, 0, 0, 1],
    [10, 20, 9, 21],
    [-10, 10, -12, 12],
    [0, 100, 0, 110],
    [50, 50, 45, 55],
    [-50, -50, -55, -45],
  ])('shows %d to %d from %d to %d', (min, max, low, high) => {
    expect(toValueBounds(min, max)).toEqual({ low, high })
  })

  it('gives two different finite ends and places every value between them, whatever the values', () => {
    fc.assert(
      fc.property(finite, finite, finite, (a, b, c) => {
        const [min = 0, middle = 0, max = 0] = [a, b, c].sort((x, y) => x - y)
        const bounds = toValueBounds(min, max)
        expect(Number.isFinite(bounds.low) && Number.isFinite(bounds.high)).toBe(true)
        expect(bounds.low).toBeLessThan(bounds.high)
        const share = toShare(middle, bounds)
        expect(share >= 0 && share <= 1).toBe(true)
      }),
    )
  })
})

describe('toValueTicks', () => {
  it.each([
    [0, 100, 4, [0, 50, 100]],
    [0.19, 0.33, 4, [0.2, 0.25, 0.3]],
    [-12, 12, 4, [-10, 0, 10]],
  ])('labels %d to %d', (low, high, count, expected) => {
    expect(toValueTicks({ low, high }, count)).toEqual(expected)
  })

  it('ends, with few ticks that lie between the bounds, whatever they are', () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 1, max: 20 }), (a, b, count) => {
        fc.pre(a !== b)
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const ticks = toValueTicks({ low, high }, count)
        expect(ticks.length).toBeLessThanOrEqual(count * 3 + 1)
        expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true)
      }),
      {
        examples: [
          [1e16, 1e16 + 2, 3],
          [5e-324, 1e-323, 3],
          [-Number.MAX_VALUE, Number.MAX_VALUE, 3],
        ],
      },
    )
  })
})

describe('toTickLabels', () => {
  it('is short as long as labels differ', () => {
    expect(toTickLabels([1000, 1500])).toEqual(['1,000', '1,500'])
    expect(toTickLabels([1_000_000.1, 1_000_000.2])).toEqual(['1000000.1', '1000000.2'])
  })
})

describe('toTimeTicks', () => {
  it('stands on round times of the reader’s clock', () => {
    expect(labels(at(2026, 10, 23, 9, 33), at(2026, 10, 23, 9, 48))).toEqual([
      '09:35',
      '09:40',
      '09:45',
    ])
    expect(labels(at(2026, 10, 23, 9, 33, 1), at(2026, 10, 23, 9, 33, 41))).toEqual([
      '09:33:10',
      '09:33:20',
      '09:33:30',
      '09:33:40',
    ])
  })

  it('names the day at midnight, then days, months and years', () => {
    expect(labels(at(2026, 10, 22, 14), at(2026, 10, 23, 13))).toEqual([
      '18:00',
      'Nov 23',
      '06:00',
      '12:00',
    ])
    expect(labels(at(2026, 10, 20, 14), at(2026, 10, 23, 15))).toEqual([
      'Nov 21',
      'Nov 22',
      'Nov 23',
    ])
    expect(labels(at(2026, 0, 20), at(2026, 4, 2))).toEqual(['Feb 1', 'Mar 1', 'Apr 1', 'May 1'])
    expect(labels(at(1970, 0, 1), at(2026, 0, 1))).toEqual(['1980', '2000', '2020'])
  })

  it('ends, with few ticks within the window, for all times there are', () => {
    const time = fc.integer({ min: -8.64e15, max: 8.64e15 })
    fc.assert(
      fc.property(time, time, fc.double({ min: 0, max: 30, noNaN: true }), (a, b, count) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const ticks = toTimeTicks({ from, to }, count)
        expect(ticks.length).toBeLessThanOrEqual(count + 2)
        expect(ticks.every((tick) => tick.time >= from && tick.time <= to)).toBe(true)
      }),
      {
        examples: [
          [-8.64e15, 8.64e15, 4],
          [0, 0, 4],
          [0, 1, 4],
        ],
      },
    )
  })
})
