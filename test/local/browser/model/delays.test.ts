import { describe, expect, it } from 'vitest'
import { toPollDelay } from '../../../../packages/local/src/browser/model/to-poll-delay.ts'
import { toReconnectDelay } from '../../../../packages/local/src/browser/model/to-reconnect-delay.ts'

describe('toReconnectDelay', () => {
  it('doubles from 250 ms to 5 s', () => {
    const delays = [0, 1, 2, 3, 4, 5, 9999].map((attempt) => toReconnectDelay(attempt, 0))
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
  })

  it('takes off up to a quarter by chance', () => {
    expect(toReconnectDelay(2, 1)).toBe(750)
  })
})

describe('toPollDelay', () => {
  it('is 2 s, and after failures up to 30 s', () => {
    expect([0, 1, 2, 3, 4, 9999].map(toPollDelay)).toEqual([
      2000, 4000, 8000, 16_000, 30_000, 30_000,
    ])
  })
})
