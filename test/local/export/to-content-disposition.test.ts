import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toContentDisposition } from '../../../packages/local/src/export/to-content-disposition.ts'
import { anyName } from '../support/hostile-names.ts'

const pattern =
  /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[\dA-F]{2})+)$/

/** The two names a browser is offered; throws when the header is none by RFC 6266 and RFC 8187. */
function readNames(
  chart: string,
  extension: 'csv' | 'json' = 'csv',
): [ascii: string, full: string] {
  const [, ascii, full] = pattern.exec(toContentDisposition(chart, extension)) ?? []
  if (ascii === undefined || full === undefined) throw new Error(`No header for ${chart}`)
  return [ascii, decodeURIComponent(full)]
}

describe('toContentDisposition', () => {
  it.each([
    ['users', 'users.csv', 'users.csv'],
    ['http.server.duration', 'http.server.duration.csv', 'http.server.duration.csv'],
    ['Größe (m²) – heute', 'Gro-e-m2-heute.csv', 'Größe (m²) – heute.csv'],
    ['Zürich', 'Zurich.csv', 'Zürich.csv'],
    [`${'a'.repeat(58)}. b`, `${'a'.repeat(58)}.csv`, `${'a'.repeat(58)}.csv`],
    ['漢字', 'chart.csv', '漢字.csv'],
    ["it's *50%*", 'it-s-50.csv', "it's -50%.csv"],
    ['a"; filename="b', 'a-filename-b.csv', 'a-; filename=-b.csv'],
    ['a\r\nSet-Cookie: b', 'a-Set-Cookie-b.csv', 'a-Set-Cookie- b.csv'],
    ['../../etc/passwd', 'etc-passwd.csv', 'etc-passwd.csv'],
    ['C:\\Windows', 'C-Windows.csv', 'C-Windows.csv'],
    ['.', 'chart.csv', 'chart.csv'],
    ['..', 'chart.csv', 'chart.csv'],
    ['.profile', 'profile.csv', 'profile.csv'],
    ['CON', 'chart-CON.csv', 'chart-CON.csv'],
    ['lpt1.txt', 'chart-lpt1.txt.csv', 'chart-lpt1.txt.csv'],
    ['console', 'console.csv', 'console.csv'],
    ['/', 'chart.csv', 'chart.csv'],
    ['', 'chart.csv', 'chart.csv'],
    ['data\u202Evsc.exe', 'data-vsc.exe.csv', 'data-vsc.exe.csv'],
    ['half \uD800', 'half.csv', 'half.csv'],
    ['👨‍👩‍👧', 'chart.csv', '👨‍👩‍👧.csv'],
    ['😀'.repeat(200), 'chart.csv', `${'😀'.repeat(60)}.csv`],
    ['W'.repeat(200), `${'W'.repeat(60)}.csv`, `${'W'.repeat(60)}.csv`],
  ])('names the file of %j %j and %j', (chart, ...names) => {
    expect(readNames(chart)).toEqual(names)
  })

  it('ends the name with the kind of file', () => {
    expect(readNames('users', 'json')).toEqual(['users.json', 'users.json'])
  })

  it('is a header of ASCII for any name, of files that any system takes', () => {
    fc.assert(
      fc.property(anyName, (chart) => {
        for (const name of readNames(chart)) {
          expect(name).toMatch(/^[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069/\\:*?"<>|]+\.csv$/u)
          expect(name).not.toMatch(/^[\s.-]|^(?:con|prn|aux|nul|com\d|lpt\d)\.|[\s.]\.csv$/i)
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
