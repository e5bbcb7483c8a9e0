import { describe, expect, it } from 'vitest'
import { toRefusalText } from '../../../../packages/local/src/browser/model/to-refusal-text.ts'
import { defaultStatuses } from '../../../../packages/local/src/contract/refusal-statuses.ts'

const now = new Date(2026, 10, 23, 18).getTime()
const lastAtMillis = new Date(2026, 10, 23, 14, 5, 12).getTime()

describe('toRefusalText', () => {
  it('says what was refused, why, how often, when, and what to do', () => {
    const refusal = { code: 'chart_limit_reached', chart: 'orders.failed', count: 3, lastAtMillis }
    expect(toRefusalText(refusal, 10, now)).toEqual({
      chart: 'orders.failed',
      what: 'was refused: all 10 charts are in use',
      when: '3 times, last 14:05:12',
      advice: 'Delete a chart to free its slot, or send fewer.',
    })
  })

  it('says the day of what was not today', () => {
    const refusal = { code: 'invalid_request', count: 1, lastAtMillis: lastAtMillis - 86_400_000 }
    expect(toRefusalText(refusal, 10, now)).toMatchObject({
      chart: undefined,
      when: 'once, Nov 22, 14:05:12',
    })
  })

  // Embeds have tokens, points have none.
  const codes = Object.keys(defaultStatuses).filter((code) => code !== 'invalid_token')
  it.each(codes)('has words for %s', (code) => {
    const { what, advice } = toRefusalText({ code, count: 1, lastAtMillis }, 10, now)
    expect(what).not.toContain(code)
    expect(advice).not.toContain('The answer to the request')
  })

  it('shows a code it does not know as it is', () => {
    const { what } = toRefusalText({ code: 'toString', count: 1, lastAtMillis }, 10, now)
    expect(what).toBe('was refused: toString')
  })
})
