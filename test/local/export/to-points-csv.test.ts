import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPointsCsv } from '../../../packages/local/src/export/to-points-csv.ts'
import { readCsv } from '../../support/read-csv.ts'
import { anyName } from '../support/hostile-names.ts'

const point = { value: 42, timestamp: '2026-01-31T12:00:00.000Z' }
const toRow = (chart: string) => toPointsCsv(chart, [point]).split('\r\n').slice(1).join('\r\n')

describe('toPointsCsv', () => {
  it('writes a header and one row a point, each ended by CRLF, in their order', () => {
    const later = {
      value: -0.1,
      timestamp: '2026-01-31T11:00:00.000Z',
      tags: { host: 'a', up: true },
    }
    expect(toPointsCsv('users', [point, later])).toBe(
      'time,chart,value,tags\r\n' +
        '2026-01-31T12:00:00.000Z,users,42,\r\n' +
        '2026-01-31T11:00:00.000Z,users,-0.1,"{""host"":""a"",""up"":true}"\r\n',
    )
  })

  it('writes a header alone when there are no points', () => {
    expect(toPointsCsv('users', [])).toBe('time,chart,value,tags\r\n')
  })

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['  =1', "'  =1"],
    ['\u00A0\u3000=1', "'\u00A0\u3000=1"],
    ['\t1', "'\t1"],
    ['\r1', '"\'\r1"'],
    ['\n=1', '"\'\n=1"'],
    ["'quoted", "''quoted"],
    ['=a,"b"', '"\'=a,""b"""'],
    ['a=b', 'a=b'],
    [' a', ' a'],
  ])('writes the chart %j as %j', (chart, cell) => {
    expect(toRow(chart)).toBe(`2026-01-31T12:00:00.000Z,${cell},42,\r\n`)
  })

  it.each([
    [-5, '-5'],
    [-0, '0'],
    [1e300, '1e+300'],
    [5e-324, '5e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('writes %d as the number %s', (value, cell) => {
    expect(toPointsCsv('users', [{ ...point, value }])).toContain(`,users,${cell},\r\n`)
  })

  it('gives names, values and tags back, and begins no text with what a spreadsheet runs', () => {
    const tag = fc.oneof(anyName, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    const points = fc.array(
      fc.record({
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
        timestamp: fc
          .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString()),
        tags: fc.option(fc.dictionary(anyName, tag, { maxKeys: 4, noNullPrototype: true }), {
          nil: undefined,
        }),
      }),
      { maxLength: 5 },
    )
    const anyChart = fc.oneof(
      anyName,
      fc.string({ unit: fc.constantFrom(...`'=+-@＝＠,"\n\r\t ab`.split('')), minLength: 1 }),
    )
    fc.assert(
      fc.property(anyChart, points, (chart, given) => {
        const [, ...rows] = readCsv(toPointsCsv(chart, given))
        expect(rows).toHaveLength(given.length)
        for (const [index, { value, timestamp, tags }] of given.entries()) {
          const cells = rows[index] ?? []
          expect(cells).toHaveLength(4)
          expect(cells[0]).toBe(timestamp)
          expect(cells[1]).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r]/u)
          expect(cells[1]?.replace(/^'/, '')).toBe(chart)
          expect(Number(cells[2])).toBe(value === 0 ? 0 : value)
          expect(cells[3]).toBe(tags ? JSON.stringify(tags) : '')
        }
      }),
      { numRuns: 500 },
    )
  })
})
