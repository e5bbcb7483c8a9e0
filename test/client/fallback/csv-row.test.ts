import { describe, expect, it } from 'vitest'
import { toCsvRow } from '../../../packages/client/src/fallback/csv-row.ts'

const row = { wallMillis: 0, chart: 'users', value: 1.5, reason: 'quota', key: 'k-1' } as const

describe('a row of the fallback file', () => {
  it('holds time, chart, value, reason and key', () => {
    expect(toCsvRow(row)).toBe('1970-01-01T00:00:00.000Z,users,1.5,quota,k-1\n')
  })

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['＝1', "'＝1"],
    ['＠x', "'＠x"],
    ["'quoted", "''quoted"],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a=b', 'a=b'],
  ])('writes %s as %s', (chart, cell) => {
    expect(toCsvRow({ ...row, chart })).toBe(`1970-01-01T00:00:00.000Z,${cell},1.5,quota,k-1\n`)
  })

  it('writes -0, huge and tiny values as numbers', () => {
    expect(toCsvRow({ ...row, value: -0 })).toContain(',0,')
    expect(toCsvRow({ ...row, value: 1e300 })).toContain(',1e+300,')
    expect(toCsvRow({ ...row, value: -5 })).toContain(',-5,')
  })
})
