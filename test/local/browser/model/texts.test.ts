import { describe, expect, it } from 'vitest'
import { describeTrend } from '../../../../packages/local/src/browser/model/describe-trend.ts'
import { parseRangeChoice } from '../../../../packages/local/src/browser/model/range-choices.ts'
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
      'disk/3',
      'Disk/1',
    ])
  })
})
