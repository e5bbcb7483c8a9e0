import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvHeader, toCsvRow } from '../../packages/client/src/fallback/csv-row.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { readCsv } from '../support/read-csv.ts'

const aRow = fc.record({
  wallMillis: fc.integer({ min: -8.64e15, max: 8.64e15 }),
  chart: fc
    .array(
      fc.oneof(
        fc.constantFrom(...`'"=+-@,;|\t\r\n＝＋－＠ `.split('')),
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.string({ unit: 'grapheme', maxLength: 4 }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''))
    .filter((text) => text !== ''),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  reason: fc.constantFrom('quota', 'value', 'shutdown', 'shutdown_maybe_delivered'),
  key: fc.uuid(),
})

/** What a spreadsheet takes for the beginning of a formula. */
const formula = /^[=+\-@＝＋－＠\t\r]/u

describe(verifies('shutdown', 'the fallback file'), () => {
  it('the rows of the fallback file read back as they were, and run nothing', () =>
    check(
      fc.property(fc.array(aRow, { maxLength: 6 }), (rows) => {
        const text = csvHeader + rows.map(toCsvRow).join('')
        const [header, ...read] = readCsv(text)
        expect(header).toEqual(['time', 'chart', 'value', 'reason', 'key'])
        const back = read.map(([time = '', chart = '', value, reason, key]) => ({
          wallMillis: Date.parse(time),
          // An apostrophe in front says that what follows is text.
          chart: chart.replace(/^'/u, ''),
          value: Number(value),
          reason,
          key,
        }))
        expect(back).toEqual(rows.map((row) => ({ ...row, value: row.value + 0 })))
        for (const [, chart = ''] of read) expect(chart).not.toMatch(formula)
        // What others take for the end of a row is within quotes.
        expect(text.replaceAll(/"(?:[^"]|"")*"/gu, '')).not.toContain('\r')
      }),
      10_000,
    ))
})
