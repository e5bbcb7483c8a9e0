import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCursor } from '../../../../packages/local/src/browser/model/cursor.ts'
import {
  isCursorKey,
  moveCursor,
} from '../../../../packages/local/src/browser/model/move-cursor.ts'
import { toCursorIndex } from '../../../../packages/local/src/browser/model/to-cursor-index.ts'

const at = (time: number, rank = 0) => ({ time, rank })
const ascending = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 })
  .map((times) => times.sort((a, b) => a - b))

describe('toCursorIndex', () => {
  it.each([
    ['the nearest before', 14, 1],
    ['the nearest after', 16, 2],
    ['the later of two that are as near', 15, 2],
    ['the first for what is earlier', -99, 0],
    ['the last for what is later', 99, 3],
    ['the very point', 20, 2],
  ])('gives %s', (_what, time, expected) => {
    expect(toCursorIndex([0, 10, 20, 30], at(time))).toBe(expected)
  })

  it('gives the last point without a cursor, and none of an empty chart', () => {
    expect(toCursorIndex([0, 10], undefined)).toBe(1)
    expect(toCursorIndex([], undefined)).toBe(-1)
    expect(toCursorIndex([], at(5))).toBe(-1)
  })

  it('tells points of one time apart, and stays among those there are', () => {
    expect(toCursorIndex([0, 5, 5, 5, 9], at(5, 1))).toBe(2)
    expect(toCursorIndex([0, 5, 5, 5, 9], at(5, 7))).toBe(3)
    expect(toCursorIndex([0, 5, 5, 5, 9], at(0, 2))).toBe(0)
  })

  it('finds the point a cursor was made of, and otherwise one that none is nearer than', () => {
    fc.assert(
      fc.property(
        ascending,
        fc.nat({ max: 39 }),
        fc.integer({ min: -5, max: 35 }),
        (times, n, time) => {
          const index = n % times.length
          expect(toCursorIndex(times, toCursor(times, index))).toBe(index)
          const distance = Math.abs((times[toCursorIndex(times, at(time))] ?? Number.NaN) - time)
          expect(distance).toBe(Math.min(...times.map((other) => Math.abs(other - time))))
        },
      ),
    )
  })
})

describe('moveCursor', () => {
  const times = Array.from({ length: 30 }, (_, index) => index * 10)

  it.each([
    ['ArrowLeft', 140],
    ['ArrowRight', 160],
    ['PageDown', 50],
    ['PageUp', 250],
    ['Home', 0],
    ['End', 290],
  ])('moves by %s', (key, time) => {
    expect(isCursorKey(key)).toBe(true)
    expect(moveCursor(times, at(150), key)).toEqual(at(time))
  })

  it('starts at the last point and stops at the ends', () => {
    expect(moveCursor(times, undefined, 'ArrowLeft')).toEqual(at(280))
    expect(moveCursor(times, undefined, 'ArrowRight')).toEqual(at(290))
    expect(moveCursor(times, at(10), 'PageDown')).toEqual(at(0))
    expect(moveCursor([], undefined, 'Home')).toBeUndefined()
  })

  it('leaves other keys alone', () => {
    expect(isCursorKey('Tab')).toBe(false)
    expect(isCursorKey('constructor')).toBe(false)
  })

  it('reaches every point from the first, also those that share a time', () => {
    fc.assert(
      fc.property(ascending, (points) => {
        let cursor = moveCursor(points, undefined, 'Home')
        const reached = points.map(() => {
          const index = toCursorIndex(points, cursor)
          cursor = moveCursor(points, cursor, 'ArrowRight')
          return index
        })
        expect(reached).toEqual([...points.keys()])
      }),
    )
  })
})
