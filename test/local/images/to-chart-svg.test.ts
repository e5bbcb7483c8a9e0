import { describe, expect, it } from 'vitest'
import { toChartSvg } from '../../../packages/local/src/images/to-chart-svg.ts'
import { readSvg } from '../support/read-svg.ts'
import { noon, toMinutes } from '../support/to-points.ts'

const picture = { chart: 'users', series: toMinutes([]), theme: 'light', nowMillis: noon } as const
const draw = (given: Partial<Parameters<typeof toChartSvg>[0]>) =>
  readSvg(toChartSvg({ ...picture, ...given }))
const describeChart = (given: Partial<Parameters<typeof toChartSvg>[0]>) =>
  draw(given).all('desc')[0]?.textContent

describe('the words of a chart picture', () => {
  const series = toMinutes([100, 100, 112, 112.5])

  it('tell name, last value, trend, least and most, number and time of the points', () => {
    const { title, texts } = draw({ series })
    expect(title).toBe('users')
    expect(texts).toEqual([
      'users',
      '112.5▲ 12 %',
      '4 points',
      'min 100 · max 112.5',
      '2026-01-31 11:57:00',
      '12:00:00 UTC',
    ])
  })

  it('tell the same to those who do not see it', () => {
    expect(describeChart({ series })).toBe(
      'Last value 112.5, trend up 12 %, minimum 100, maximum 112.5. ' +
        '4 points, from 2026-01-31 11:57:00 to 12:00:00 UTC (3 min).',
    )
    expect(describeChart({ series: toMinutes([42]) })).toBe(
      'Last value 42, minimum 42, maximum 42. 1 point, at 2026-01-31 12:00:00 UTC.',
    )
    const { root } = draw({ series })
    expect(root.getAttribute('role')).toBe('img')
  })

  it('count the points of the quota', () => {
    expect(draw({ series, maxPoints: 1000 }).texts).toContain('4 of 1,000 points')
  })

  it('tell of the range alone when there is one, and where it begins and ends', () => {
    const { texts } = draw({ series, rangeMillis: 120_000, maxPoints: 1000 })
    expect(texts.slice(2)).toEqual([
      '3 points in the last 2 min',
      'min 100 · max 112.5',
      '2026-01-31 11:58:00',
      '12:00:00 UTC',
    ])
  })

  it('tell the value that arrived last, not the one of the latest time', () => {
    const { texts } = draw({ series: { times: [noon, noon - 60_000], values: [1, 2] } })
    expect(texts[1]).toBe('2')
  })

  it('say that there are no points yet, or none in the range', () => {
    expect(draw({}).texts).toEqual(['users', 'No points yet', 'The line begins with the first.'])
    expect(draw({ series, rangeMillis: 60_000, nowMillis: noon + 3_600_000 }).texts).toEqual([
      'users',
      'No points in the last 1 min',
      'Last value 112.5',
    ])
    expect(describeChart({})).toBe('No points yet. The line begins with the first.')
  })

  it('keep the size of a card', () => {
    for (const given of [{}, { series }]) {
      const { root } = draw(given)
      expect(root.getAttribute('viewBox')).toBe('0 0 640 240')
      expect([root.getAttribute('width'), root.getAttribute('height')]).toEqual(['640', '240'])
    }
  })
})
