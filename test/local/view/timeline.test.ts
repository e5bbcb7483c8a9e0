import { describe, expect, it } from 'vitest'
import { cutSeries } from '../../../packages/local/src/view/cut-series.ts'
import { toTimeWindow } from '../../../packages/local/src/view/to-time-window.ts'
import { toTimeline } from '../../../packages/local/src/view/to-timeline.ts'

describe('toTimeline', () => {
  it('leaves what is in order as it is', () => {
    const series = { times: [1, 2, 2, 3], values: [1, 2, 3, 4] }
    expect(toTimeline(series)).toBe(series)
  })

  it('puts points in the order of time, those of one time in order of arrival', () => {
    expect(toTimeline({ times: [5, 1, 5, 3], values: [1, 2, 3, 4] })).toEqual({
      times: [1, 3, 5, 5],
      values: [2, 4, 1, 3],
    })
  })
})

describe('toTimeWindow', () => {
  const now = 1_000_000

  it('spans all points without a range', () => {
    expect(toTimeWindow({ times: [5, 9], values: [1, 2] }, undefined, now)).toEqual({
      from: 5,
      to: 9,
    })
  })

  it('gives a single time something to stand on', () => {
    const { from, to } = toTimeWindow({ times: [now], values: [1] }, undefined, now)
    expect([from, to]).toEqual([now - 30_000, now + 30_000])
  })

  it('ends now with a range', () => {
    expect(toTimeWindow({ times: [5, 9], values: [1, 2] }, 1000, now)).toEqual({
      from: now - 1000,
      to: now,
    })
  })

  it('follows a clock that is a little ahead, but not one of another time', () => {
    const times = [now + 5000, now + 60_001]
    expect(toTimeWindow({ times, values: [1, 2] }, 1000, now).to).toBe(now + 5000)
  })
})

describe('cutSeries', () => {
  const series = { times: [1, 2, 2, 3], values: [10, 20, 21, 30] }

  it.each([
    [2, 3, [20, 21, 30]],
    [1, 2, [10, 20, 21]],
    [1.5, 1.7, []],
    [4, 9, []],
    [-9, 0, []],
  ])('cuts from %d to %d, both included', (from, to, values) => {
    expect(cutSeries(series, { from, to }).values).toEqual(values)
  })

  it('leaves a series that is within the window as it is', () => {
    expect(cutSeries(series, { from: 0, to: 9 })).toBe(series)
  })
})
