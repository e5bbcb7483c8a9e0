import { describe, expect, it } from 'vitest'
import { parseKeptRows } from '../../../packages/cli/src/replay/parse-kept-rows.ts'
import { aRow, keyOf, toFile } from './support/rows.ts'

const whole = toFile([aRow(1, 0, 'users', 3)])
const [header = '', row = ''] = whole.split('\n')

function kindsOf(text: string): string[] {
  return parseKeptRows(text).map((line) => `${line.line} ${line.kind}`)
}

describe('parseKeptRows', () => {
  it('reads a row as it was written', () => {
    expect(parseKeptRows(whole)).toEqual([
      { kind: 'row', line: 2, row: { raw: row, ...aRow(1, 0, 'users', 3) } },
    ])
  })

  it.each([`=a`, `'b`, `'=c`, `say "no"`, `a,b`, `two\nlines`, `"`, `+1`])(
    'reads the chart %j',
    (chart) => {
      const [read] = parseKeptRows(toFile([aRow(1, 0, chart, 3)]))
      expect(read).toMatchObject({ kind: 'row', row: { chart } })
    },
  )

  it('takes no header, empty line, byte order mark or CRLF for a row', () => {
    expect(kindsOf(`\uFEFF${header}\r\n\r\n${row}\r\n${header}\n${row}`)).toEqual([
      '3 row',
      '5 row',
    ])
  })

  it('counts the lines of a chart with line breaks', () => {
    const rows = toFile([aRow(1, 0, 'a\nb\nc', 3), aRow(2, 0, 'd', 4)])
    expect(kindsOf(rows)).toEqual(['2 row', '5 row'])
  })

  it('loses nothing behind a row that was torn, wherever that was', () => {
    const next = toFile([aRow(2, 0, '"b", c', 4)]).split('\n')[1] ?? ''
    for (const torn of [row, toFile([aRow(1, 0, '"a", b', 3)]).split('\n')[1] ?? '']) {
      for (let length = 1; length < torn.length; length += 1) {
        const text = `${header}\n${torn.slice(0, length)}\n${next}\n`
        expect([length, ...kindsOf(text)]).toEqual([length, '2 unreadable', '3 row'])
      }
    }
  })

  it.each([
    row.replace(',3,', ',,'),
    row.replace(',3,', ',NaN,'),
    row.replace(',3,', ',0x1g,'),
    row.replace(',users,', ',,'),
    row.replace('shutdown', 'because'),
    row.replace(keyOf(1), 'key'),
    row.replace(/^[^,]+/u, 'today'),
    row.replace(/^[^,]+/u, '2026-13-01T00:00:00.000Z'),
    `${row},more`,
    'note to myself',
  ])('takes %j for no row', (text) => {
    expect(kindsOf(`${header}\n${text}\n`)).toEqual(['2 unreadable'])
  })
})
