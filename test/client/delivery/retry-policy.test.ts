import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  backoffMillis,
  parseRetryAfter,
} from '../../../packages/client/src/delivery/retry-policy.ts'
import { check } from '../support/soak.ts'

const now = Date.UTC(2026, 0, 15, 12, 0, 0)
const dayMillis = 86_400_000

describe('backoffMillis', () => {
  it('has full jitter below 1 s, 2 s, 4 s … and never more than a minute', () =>
    check(
      fc.property(
        fc.nat(2000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retry, random) => {
          const millis = backoffMillis(retry, () => random)
          expect(millis).toBe(random * Math.min(1000 * 2 ** retry, 60_000))
          expect(millis).toBeGreaterThanOrEqual(0)
          expect(millis).toBeLessThan(60_000)
        },
      ),
      5000,
    ))
})

describe('parseRetryAfter', () => {
  it.each([
    ['1', 1000],
    [' 120 ', 120_000],
    ['007', 7000],
    ['86400', dayMillis],
    ['86401', dayMillis],
    ['1000000000000', dayMillis],
    ['9'.repeat(400), dayMillis],
    ['Thu, 15 Jan 2026 12:00:30 GMT', 30_000],
    ['Thursday, 15-Jan-26 12:00:30 GMT', 30_000],
    ['Thu Jan 15 12:00:30 2026', 30_000],
    ['Thu, 15 Jan 2099 12:00:30 GMT', dayMillis],
  ])('reads %j as %d ms', (header, millis) => {
    expect(parseRetryAfter(header, now)).toBe(millis)
  })

  it.each([
    undefined,
    '',
    '0',
    '000',
    '-5',
    '+5',
    'abc',
    '5.5',
    '1e12',
    '0x10',
    'Infinity',
    'NaN',
    '5 seconds',
    '5, 10',
    '٣',
    'Mon 2099',
    'Dec 2099',
    '2099-01-01T00:00:00Z',
    'Thu, 15 Jan 2026 11:59:59 GMT',
    'Thu, 15 Jan 2026 12:00:00 GMT',
    'Thu, 99 Jan 2026 12:00:30 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Thu, 15 Jan 2026 12:00:30 GMT-0100',
    'not before Thu, 15 Jan 2026 12:00:30 GMT',
    'Thu Jan 15 12:00:30 2026 GMT-0100',
    'not before Thu Jan 15 12:00:30 2026',
  ])('ignores %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined()
  })

  it('gives nothing or a wait of 1 ms to 24 h, whatever the header is', () =>
    check(
      fc.property(
        fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)),
        (header) => {
          const millis = parseRetryAfter(header, now) ?? 1
          expect(millis).toBeGreaterThan(0)
          expect(millis).toBeLessThanOrEqual(dayMillis)
        },
      ),
      5000,
    ))
})
