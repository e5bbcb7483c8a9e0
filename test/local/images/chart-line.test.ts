import * as fc from 'fast-check'
import type { Element } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { toChartSvg } from '../../../packages/local/src/images/to-chart-svg.ts'
import type { Series } from '../../../packages/local/src/view/summarize.ts'
import { readSvg } from '../support/read-svg.ts'
import { noon, toMinutes } from '../support/to-points.ts'
import { walkPath } from '../support/walk-path.ts'

const [left, right, top, bottom] = [24, 616, 111, 197]

const readNumber = (element: Element | null | undefined, name: string): number =>
  Number(element?.getAttribute(name) ?? 0)

/** What is drawn of a series, in pixels of the picture. */
function draw(series: Series, rangeMillis?: number) {
  const picture = { chart: 'users', series, theme: 'light', nowMillis: noon, rangeMillis } as const
  const { all } = readSvg(toChartSvg(picture))
  const [path, ...others] = all('path')
  const [dot] = all('circle')
  const d = path?.getAttribute('d') ?? ''
  // The picture itself begins at 0, the part of it that holds an area does not.
  const frame = path?.parentElement
  const [frameX, frameY] = [readNumber(frame, 'x'), readNumber(frame, 'y')]
  const corners = walkPath(d).map(({ x, y }) => ({ x: x + frameX, y: y + frameY }))
  const isArea = d.endsWith('z')
  return {
    d,
    paths: others.length + (path ? 1 : 0),
    isArea,
    // An area begins and ends with two corners out of sight.
    line: isArea ? corners.slice(2, -2) : corners,
    dot: dot && { x: readNumber(dot, 'cx'), y: readNumber(dot, 'cy') },
  }
}

const expectNear = (
  { x, y }: { x: number; y: number } = { x: NaN, y: NaN },
  [nearX, nearY]: readonly [x: number, y: number],
) => {
  expect(Math.abs(x - nearX)).toBeLessThan(0.11)
  expect(Math.abs(y - nearY)).toBeLessThan(0.11)
}

describe('the line of a chart picture', () => {
  it('goes from left to right by time and from bottom to top by value', () => {
    const { line, dot, isArea, paths } = draw(toMinutes([0, 10, 5]))
    expect([paths, isArea, line.length]).toEqual([1, true, 3])
    expectNear(line[0], [left, bottom])
    expectNear(line[1], [(left + right) / 2, top])
    expectNear(line[2], [right, (top + bottom) / 2])
    expectNear(dot, [right, (top + bottom) / 2])
  })

  it('is drawn in the order of time, with the dot on the point that arrived last', () => {
    const times = [noon, noon - 120_000, noon - 60_000]
    const { line, dot } = draw({ times, values: [5, 0, 10] })
    expect(line).toEqual(draw(toMinutes([0, 10, 5])).line)
    expectNear(dot, [(left + right) / 2, top])
  })

  it('takes the part of the width that its points take of the range', () => {
    const { line } = draw(toMinutes([0, 10, 5]), 240_000)
    expectNear(line[0], [(left + right) / 2, bottom])
    expectNear(line[2], [right, (top + bottom) / 2])
  })

  it('marks no point that is out of the range', () => {
    const times = [noon - 60_000, noon, noon - 3_600_000]
    const { line, dot } = draw({ times, values: [1, 2, 3] }, 600_000)
    expect(line).toHaveLength(2)
    expect(dot).toBeUndefined()
  })

  it('is a dot when there is one point', () => {
    const { paths, dot } = draw(toMinutes([42]))
    expect(paths).toBe(0)
    expectNear(dot, [(left + right) / 2, (top + bottom) / 2])
  })

  it('is level when all values are the same', () => {
    const { line } = draw(toMinutes([7, 7, 7]))
    expect(new Set(line.map(({ y }) => y)).size).toBe(1)
    expectNear(line[0], [left, (top + bottom) / 2])
  })

  it('stands upright when all points are of one moment', () => {
    const { line, isArea } = draw({ times: [noon, noon, noon], values: [0, 10, 5] })
    expect(isArea).toBe(false)
    expectNear(line[0], [(left + right) / 2, bottom])
    expectNear(line[1], [(left + right) / 2, top])
  })

  it.each([
    [1e308, -1e308, 0],
    [Number.MAX_VALUE, -Number.MAX_VALUE, 0],
    [5e-324, -5e-324, 0],
    [-1, -3, -2],
  ])('spans its height from %d to %d', (high, low, middle) => {
    const { line } = draw(toMinutes([high, middle, low]))
    expectNear(line[0], [left, top])
    expectNear(line[1], [(left + right) / 2, (top + bottom) / 2])
    expectNear(line[2], [right, bottom])
  })

  it('stays within the picture for any points, with one decimal at most', () => {
    const point = fc.tuple(
      fc.integer({ min: noon - 86_400_000, max: noon + 86_400_000 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 50 }),
        fc.option(fc.integer({ min: 60_000, max: 86_400_000 }), { nil: undefined }),
        (points, rangeMillis) => {
          const times = points.map(([time]) => time)
          const { d, line, dot } = draw({ times, values: points.map(([, v]) => v) }, rangeMillis)
          expect(d).not.toMatch(/\.\d\d|e/)
          for (const { x, y } of dot ? [...line, dot] : line) {
            expect(x).toBeGreaterThan(left - 0.1)
            expect(x).toBeLessThan(right + 0.1)
            expect(y).toBeGreaterThan(top - 0.1)
            expect(y).toBeLessThan(bottom + 0.1)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
