import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toLinePath } from '../../../packages/local/src/images/to-line-path.ts'
import { walkPath } from '../support/walk-path.ts'

const place = fc.record({
  x: fc.double({ min: -640, max: 640, noNaN: true }),
  y: fc.double({ min: -240, max: 240, noNaN: true }),
})

describe('toLinePath', () => {
  it.each([
    ['no places', [], ''],
    ['one place', [[3, 4]], ''],
    [
      'a step',
      [
        [0, 0],
        [1.5, -2],
      ],
      'l1.5-2',
    ],
    [
      'shares of a pixel',
      [
        [0, 0],
        [0.6, 0.4],
      ],
      'l.6.4',
    ],
    [
      'whole pixels',
      [
        [0, 0],
        [3, 4],
      ],
      'l3 4',
    ],
    [
      'a share behind whole pixels',
      [
        [0, 0],
        [3, 0.4],
      ],
      'l3 .4',
    ],
    [
      'steps backwards',
      [
        [1, 1],
        [0.5, 0.3],
      ],
      'l-.5-.7',
    ],
    [
      'level and upright steps',
      [
        [0, 0],
        [1, 0],
        [1, 2.5],
      ],
      'h1v2.5',
    ],
    [
      'a place twice',
      [
        [0, 0],
        [0.04, 0.04],
        [1, 1],
      ],
      'l1 1',
    ],
  ])('writes %s', (_, places, path) => {
    expect(toLinePath(places.map(([x = 0, y = 0]) => ({ x, y })))).toBe(path)
  })

  it('passes every place within a twentieth of a pixel, however long the line', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 300 }), (places) => {
        const [start = { x: 0, y: 0 }] = places
        const from = { x: Math.round(start.x * 10) / 10, y: Math.round(start.y * 10) / 10 }
        const corners = walkPath(`M${from.x} ${from.y}${toLinePath(places)}`)
        let at = 0
        for (const { x, y } of places) {
          // Places that are one when rounded share a corner.
          const isNear = (corner = { x: Infinity, y: 0 }): boolean =>
            Math.abs(corner.x - x) < 0.0501 && Math.abs(corner.y - y) < 0.0501
          if (!isNear(corners[at])) at += 1
          expect(isNear(corners[at])).toBe(true)
        }
        expect(at).toBe(corners.length - 1)
      }),
    )
  })
})
