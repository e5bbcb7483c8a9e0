import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { faults } from './faults.ts'
import { operations } from './operations.ts'
import { outcomes } from './support/outcome.ts'

/** What the matrix has to hold at least, each by words of its rows. */
const promised: readonly string[] = [
  'connection refused',
  'name not found',
  'connection never made',
  'self-signed certificate',
  'certificate of another host',
  'plain HTTP where TLS should be',
  'reset in the TLS handshake',
  'reset before the body',
  'reset during the body',
  'reset after the body',
  'no answer',
  'dripped headers',
  'dripped body',
  '4 MiB body',
  'HTML body',
  '301 to another host',
  '302 to another host',
  '303 to another host',
  '307 to another host',
  '308 to another host',
  ...[400, 401, 403, 404, 405, 408, 413, 425, 429, 500, 502, 503, 504].map(String),
  'Retry-After: 0',
  'Retry-After: -5',
  'Retry-After: abc',
  'Retry-After: a past date',
  'Retry-After: a future date',
  'Retry-After: 10^12',
  'half the charts refused',
  'restarts in mid-flush',
  'restarts between two operations',
]

describe(verifies('conservation', 'the matrix of faults and operations'), () => {
  it('has a row for every fault that is promised', () => {
    const names = faults.map(({ name }) => name)
    expect(promised.filter((words) => !names.some((name) => name.includes(words)))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('has a column for every operation, and rows for everything that an answer may mean', () => {
    expect(Object.keys(operations)).toEqual([
      'forceFlush',
      'shutdown',
      'shutdown without a file',
      'periodic export',
      'natural exit of a registered app',
      'natural exit of a script',
    ])
    expect(new Set(faults.map(({ means }) => means))).toEqual(new Set(Object.keys(outcomes)))
  })
})
