import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeTrend } from '../../../../packages/local/src/browser/model/describe-trend.ts'
import { parseRangeChoice } from '../../../../packages/local/src/browser/model/range-choices.ts'
import { compareNames } from '../../../../packages/local/src/browser/model/compare-names.ts'
import { sortCharts } from '../../../../packages/local/src/browser/model/sort-charts.ts'

describe('describeTrend', () => {
  it.each([
    [0.12, '▲ 12 %', 'Up 12 %'],
    [-0.034, '▼ 3 %', 'Down 3 %'],
    [0.004, '0 %', 'Steady'],
    [12.5, '▲ 1,250 %', 'Up 1,250 %'],
  ])('says %d as %s', (trend, short, long) => {
    expect(describeTrend(trend)?.short).toBe(short)
    expect(describeTrend(trend)?.long).toMatch(long)
  })

  it('says nothing where there is no trend', () => {
    expect(describeTrend(undefined)).toBeUndefined()
  })
})

describe('parseRangeChoice', () => {
  it('reads what is offered, anything else is all', () => {
    expect(['15m', '3d', 'all', '2h', '', null].map(parseRangeChoice)).toEqual([
      '15m',
      '3d',
      'all',
      'all',
      'all',
      'all',
    ])
  })
})

describe('sortCharts', () => {
  it('sorts by name as people do, and charts of one name by age', () => {
    const charts = ['cpu 10', 'Disk', 'cpu 2', 'disk', 'cpu 2'].map((name, id) => ({
      id,
      name,
      times: [],
      values: [],
    }))
    expect(sortCharts(charts).map(({ name, id }) => `${name}/${id}`)).toEqual([
      'cpu 2/2',
      'cpu 2/4',
      'cpu 10/0',
      'Disk/1',
      'disk/3',
    ])
  })
})

describe('compareNames', () => {
  it.each([
    ['cpu 2', 'cpu 10'],
    ['a', 'B'],
    ['cafe', 'café'],
    ['café', 'cafz'],
    ['v1.9', 'v1.10'],
    ['a', 'a1'],
    ['1', 'a'],
    ['99999999999999999998', '99999999999999999999'],
    ['', 'a'],
  ])('puts %j before %j', (first, second) => {
    expect(compareNames(first, second)).toBeLessThan(0)
    expect(compareNames(second, first)).toBeGreaterThan(0)
  })

  it('is one order of all names', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'B', 'b', 'é', '0', '1', '2', ' ', '.'),
      maxLength: 5,
    })
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        const sorted = [...names].sort(compareNames)
        expect(names.toReversed().sort(compareNames)).toEqual(sorted)
        for (const [index, first] of sorted.entries()) {
          for (const second of sorted.slice(index)) {
            expect(compareNames(first, second) === 0).toBe(first === second)
            expect(compareNames(first, second)).toBeLessThanOrEqual(0)
          }
        }
      }),
    )
  })
})
