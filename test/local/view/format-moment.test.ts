import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatDay,
  formatMoment,
} from '../../../packages/local/src/view/format-moment.ts'

const moment = new Date(2026, 10, 23, 14, 5, 0).getTime()

describe('formatMoment', () => {
  it('gives day and time, and the year where it is another', () => {
    expect(formatMoment(moment, moment)).toBe('Nov 23, 14:05:00')
    expect(formatMoment(moment, new Date(2027, 0, 1).getTime())).toBe('Nov 23, 2026, 14:05:00')
  })

  it('gives each alone', () => {
    expect(formatClock(moment)).toBe('14:05:00')
    expect(formatDay(moment)).toBe('Nov 23')
  })
})
