import type { ExponentialHistogram } from '@opentelemetry/sdk-metrics'
import type { Aggregation } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useExporter } from '../../support/use-exporter.ts'
import {
  batch,
  batchOf,
  collect,
  collectOne,
  createBook,
  exponential,
  histogram,
} from './fake-metrics.ts'
import type { FakeHistogram, FakePoint } from './fake-metrics.ts'

type Metrics = readonly (readonly Parameters<typeof batch>[0][0][])[]

/** What a chart gets when these collections fall into one bucket. */
async function chart(aggregation: Aggregation, collections: Metrics): Promise<unknown[]> {
  const charts = [{ metric: 'm', aggregation, clamp: false as const }]
  const { exporter, exportNow, transport, clock, logger } = useExporter({ charts })
  for (const metrics of collections) {
    exportNow(batch(metrics))
    await clock.advance(1000)
  }
  await clock.until(exporter.forceFlush())
  expect(logger.lines).toEqual([])
  return transport.valuesOf('m')
}

/** All values in one bucket, of base 2: above 2 ** offset. */
function one(offset: number, count: number, more: Partial<ExponentialHistogram> = {}) {
  const value: ExponentialHistogram = {
    count,
    sum: count,
    scale: 0,
    zeroCount: 0,
    positive: { offset, bucketCounts: [count] },
    negative: { offset: 0, bucketCounts: [] },
    ...more,
  }
  return { value, attributes: { offset } }
}

function explicit(counts: number[], more: FakeHistogram = {}): FakePoint<FakeHistogram> {
  const count = counts.reduce((a, b) => a + b, 0)
  return { value: { count, sum: 1, buckets: { boundaries: [0, 10, 20, 50], counts }, ...more } }
}

describe(verifies('quantiles', 'a quantile of exponential histograms'), () => {
  it('is that over their attribute sets, whatever scales they have', async () => {
    const fine = one(20, 94, { scale: 2 })
    expect(await chart('p95', [[exponential('m', [fine, one(10, 6)])]])).toEqual([2 ** 11 / 1.5])
    expect(await chart('p90', [[exponential('m', [fine, one(10, 6)])]])).toEqual([2 ** 6 / 1.5])
  })

  it('is that over the collections of its bucket', async () => {
    const collections = [[exponential('m', [one(3, 94)])], [exponential('m', [one(10, 6)])]]
    expect(await chart('p95', collections)).toEqual([2 ** 11 / 1.5])
  })

  it('counts zeros and what is below zero', async () => {
    const negative = { offset: 3, bucketCounts: [50] }
    const value = one(0, 10, { count: 100, zeroCount: 40, negative })
    expect(await chart('p50', [[exponential('m', [value])]])).toEqual([-16 / 1.5])
    expect(await chart('p75', [[exponential('m', [value])]])).toEqual([0])
    expect(await chart('p95', [[exponential('m', [value])]])).toEqual([2 / 1.5])
  })

  it('stays within minimum and maximum', async () => {
    const points = [one(3, 100, { min: 9, max: 9.5 })]
    const [value] = await chart('p90', [[exponential('m', points)]])
    expect(value).toBeCloseTo(18 / (1 + 9 / 9.5), 9)
    expect(await chart('p99', [[exponential('m', [one(3, 1, { max: 9.5 })])]])).toEqual([9.5])
  })

  it('does not count a data point that is not whole, or infinite', () => {
    const parts: Partial<ExponentialHistogram>[] = [
      { negative: undefined as never },
      { positive: undefined as never },
      { min: -Infinity },
      { max: Infinity },
    ]
    for (const part of parts) {
      const { updates, dropped } = collectOne(exponential('m', [one(3, 1, part)]), ['m:p95'])
      expect(updates).toEqual([])
      expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 1 }])
    }
  })

  it('does not mind a cumulative data point of nothing', () => {
    const metric = histogram('m', [explicit([0, 0, 0, 0, 0])], { cumulative: true })
    expect(collectOne(metric, ['m:p95'])).toEqual({ updates: [], dropped: [], notices: [] })
  })

  it('does not mind a data point of nothing, whose scale says nothing', async () => {
    const points = [one(0, 0), one(3, 100, { scale: 3 })]
    const [value] = await chart('p50', [[exponential('m', points)]])
    expect(value).toBeCloseTo(2 ** (3.5 / 8), 2)
  })
})

describe(verifies('quantiles', 'a quantile of histograms with boundaries'), () => {
  it.each<[Aggregation, number[], FakeHistogram, number]>([
    // 50 values evenly in 0…10 and 50 in 20…50: the 75th is in the middle of those.
    ['p75', [0, 50, 0, 50, 0], {}, 35],
    ['p90', [0, 50, 0, 50, 0], {}, 44],
    ['p50', [0, 100, 0, 0, 0], {}, 5],
    ['p50', [0, 100, 0, 0, 0], { min: 6 }, 8],
    ['p50', [0, 0, 0, 0, 100], { max: 90 }, 70],
    ['p50', [0, 0, 0, 0, 100], {}, 50],
    ['p50', [0, 0, 0, 0, 100], { min: 60, max: 80 }, 70],
    ['p50', [100, 0, 0, 0, 0], {}, 0],
    ['p50', [100, 0, 0, 0, 0], { min: -8 }, -4],
    ['p50', [0, 1, 0, 0, 0], { min: 7.7, max: 7.7 }, 7.7],
    ['p99', [0, 50, 0, 50, 0], { max: 33 }, 32.75],
  ])('takes %s of %j %j to lie evenly between them: %d', async (asked, counts, more, value) => {
    const [found] = await chart(asked, [[histogram('m', [explicit(counts, more)])]])
    expect(Math.abs(Number(found) - value)).toBeLessThanOrEqual(0.022 * Math.abs(value))
  })

  it('takes a boundary that a view names twice, and bounds as wide as numbers are', async () => {
    const twice = { boundaries: [1, 1, 5], counts: [1, 0, 99, 0] }
    const wide = { boundaries: [1e307, 1.7e308], counts: [0, 1000, 0] }
    for (const [buckets, low, high] of [
      [twice, 1, 5],
      [wide, 1e307, 1.7e308],
    ] as const) {
      const points = [{ value: { count: 1000, sum: 1, buckets } }]
      const [found] = await chart('p50', [[histogram('m', points)]])
      expect(found).toBeGreaterThan(low)
      expect(found).toBeLessThan(high)
    }
  })

  it('is that over attribute sets and collections', async () => {
    const first = [histogram('m', [explicit([0, 30, 0, 0, 0]), explicit([0, 20, 0, 20, 0])])]
    const [found] = await chart('p75', [first, [histogram('m', [explicit([0, 0, 0, 30, 0])])]])
    expect(Math.abs(Number(found) - 35)).toBeLessThan(0.022 * 35)
  })

  it('never leaves the bucket of the exact quantile by more than the sketch is off', async () => {
    // A bucket that is hit right at its end, beside an empty one.
    const [found] = await chart('p95', [[histogram('m', [explicit([0, 95, 0, 0, 5])])]])
    expect(Number(found)).toBeGreaterThan(9)
    expect(Number(found)).toBeLessThanOrEqual(10 * 1.022)
  })
})

describe('a metric that gives no quantile', () => {
  it('is charted by its default, with a warning that says what to do: no boundaries', () => {
    const { updates, notices } = collectOne(histogram('m', [{ count: 2, sum: 6 }]), ['m:p95'])
    expect(updates).toMatchObject([{ settings: { aggregation: 'avg' }, aggregate: { sum: 6 } }])
    expect(updates[0]?.aggregate).not.toHaveProperty('sketch')
    expect(notices.map(({ message }) => message)).toEqual([
      'Metric `m` of meter `app` (histogram, no unit) gives no `p95`, as a view or its producer ' +
        'makes it a histogram without boundaries; `avg` is used. Give that view boundaries or, ' +
        'better, AggregationType.EXPONENTIAL_HISTOGRAM, or remove it',
    ])
  })

  it('is charted by its default, with a warning that names what is allowed: a gauge', () => {
    const { sum: _sum, ...gauge } = one(3, 5, { max: 9 }).value
    const { updates, notices } = collectOne(exponential('m', [{ value: gauge }]), ['m:p95'])
    expect(updates).toMatchObject([{ settings: { aggregation: 'max' } }])
    expect(notices[0]?.message).toContain('to be one of max, min, count, got `p95`; `max` is used')
  })

  it('is no matter of boundaries when it is a gauge, as the SDK gives it to us', () => {
    const buckets = { boundaries: [], counts: [2] }
    const gauge = { value: { count: 2, min: 1, max: 3, buckets } }
    const { notices } = collectOne(histogram('m', [gauge]), ['m:p95'])
    expect(notices.map(({ message }) => message)).toEqual([
      'Expected the aggregation of metric `m` of meter `app` (gauge histogram, no unit) to be one ' +
        'of max, min, count, got `p95`; `max` is used',
    ])
  })

  it('does not join a chart of quantiles, and says why', () => {
    const scopes = {
      a: [exponential('m', [one(3, 4)])],
      b: [histogram('m', [{ count: 2, sum: 6 }])],
    }
    const book = createBook([{ metric: 'm', aggregation: 'p95', as: 'x' }])
    const { updates, dropped, notices } = collect(book, batchOf(scopes))
    expect(updates).toMatchObject([{ chart: 'x', aggregate: { count: 4 } }])
    expect(dropped).toEqual([{ chart: 'x', reason: 'shared_name', count: 1 }])
    expect(notices[0]?.message).toContain('allows only avg, sum, max, min, count, rate and')
  })
})
