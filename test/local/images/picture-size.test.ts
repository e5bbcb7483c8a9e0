import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { toChartSvg } from '../../../packages/local/src/images/to-chart-svg.ts'
import { firstSeed, Random } from '../../support/campaign.ts'
import { noon, toMinutes } from '../support/to-points.ts'

const count = 1000
const random = new Random(firstSeed)
const toSeries = (next: (index: number) => number) =>
  toMinutes(Array.from({ length: count }, (_, i) => next(i)))

let walk = 0
const anyDouble = (): number => (random.next() - 0.5) * 10 ** random.whole(-300, 300)
const extremes = (index: number): number => (index % 2 === 0 ? 1e308 : -1e308)
const noise = toSeries(random.next)
const anyTimes = noise.times.map(() => noon - random.next() * 864e5)

// The issue allows 15 kB.
it.each([
  ['a random walk', toSeries(() => (walk += random.next() - 0.5))],
  ['full-precision doubles', noise],
  ['doubles of any size', toSeries(anyDouble)],
  ['alternating extremes', toSeries(extremes)],
  ['doubles at random times', { values: noise.values, times: anyTimes }],
])(`takes at most 5 kB for ${count} points of %s (SEED=${firstSeed})`, (_, series) => {
  const chart = 'W'.repeat(200)
  const svg = toChartSvg({ chart, series, theme: 'light', nowMillis: noon, maxPoints: count })
  expect(svg.match(/[lhv]/g)?.length).toBeGreaterThan(900)
  expect(gzipSync(svg).length).toBeLessThan(5000)
})
