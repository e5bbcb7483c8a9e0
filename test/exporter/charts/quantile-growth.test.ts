import type { ExponentialHistogram } from '@opentelemetry/sdk-metrics'
import type { QuantileSketch } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { batch, collect, collectOne, createBook, exponential, histogram } from './fake-metrics.ts'
import type { FakeHistogram } from './fake-metrics.ts'

interface Step extends Partial<ExponentialHistogram> {
  /** Seconds at which the series began. */
  readonly start?: number
}

function toValue(offset: number, counts: number[], step: Step = {}): ExponentialHistogram {
  const count = counts.reduce((a, b) => a + b, step.zeroCount ?? 0)
  return {
    count,
    sum: count,
    scale: 0,
    zeroCount: 0,
    positive: { offset, bucketCounts: counts },
    negative: { offset: 0, bucketCounts: [] },
    ...step,
  }
}

/** The sketch each collection of one cumulative series gives. */
function growths(steps: readonly [number, number[], Step?][]): (QuantileSketch | undefined)[] {
  const book = createBook(['m:p95'])
  return steps.map(([offset, counts, step = {}], i) => {
    const { start = 1, ...more } = step
    const point = { value: toValue(offset, counts, more), start: [start, 0] as [number, number] }
    const { updates, dropped } = collect(
      book,
      batch([exponential('m', [point], { cumulative: true })]),
      i * 1000,
    )
    expect(dropped).toEqual([])
    return updates[0]?.aggregate.sketch
  })
}

function withBoundaries(boundaries: number[], counts: number[]) {
  const count = counts.reduce((a, b) => a + b, 0)
  const value = { count, sum: count, buckets: { boundaries, counts } }
  return batch([histogram('m', [value], { cumulative: true })])
}

const of = (offset: number, counts: number[], scale = 0, zeros = 0) =>
  expect.objectContaining({ scale, zeros, positive: { offset, counts } })

describe('the buckets of a cumulative series', () => {
  it('become what they grew by', () => {
    expect(
      growths([
        [3, [2, 1]],
        [3, [2, 1]],
        [3, [2, 4, 0, 1]],
        [2, [7, 2, 4, 0, 1]],
      ]),
    ).toEqual([of(3, [2, 1]), undefined, of(4, [3, 0, 1]), of(2, [7])])
  })

  it('may change their scale meanwhile', () => {
    const steps = growths([
      [8, [2, 1, 1, 3], { scale: 1 }],
      [4, [3, 4, 0, 6], { scale: 0 }],
      [2, [7, 9], { scale: -1 }],
    ])
    expect(steps).toEqual([of(8, [2, 1, 1, 3], 1), of(7, [6], 0), of(3, [3], -1)])
  })

  it('may have had no scale before, when only zeros were measured', () => {
    const steps = growths([
      [0, [], { scale: 0, zeroCount: 5 }],
      [40, [3], { scale: 3, zeroCount: 6 }],
    ])
    expect(steps).toEqual([of(0, [], 20, 5), of(40, [3], 3, 1)])
  })

  it.each<[string, [number, number[], Step]]>([
    ['a lower count', [3, [1, 1], {}]],
    ['a bucket that went down although the count did not', [3, [9, 0], {}]],
    ['a later start', [3, [5, 5], { start: 2 }]],
  ])('begin anew with %s', (_what, [offset, counts, step]) => {
    expect(
      growths([
        [3, [4, 4]],
        [offset, counts, step],
      ]).at(-1),
    ).toEqual(of(offset, counts[1] === 0 ? [9] : counts))
  })

  it('are compared with what they were, though the producer counts on in the same arrays', () => {
    const book = createBook(['m:p95'])
    const buckets = { boundaries: [10, 20], counts: [1, 2, 3] }
    const value: FakeHistogram = { count: 6, sum: 6, buckets }
    collect(book, batch([histogram('m', [value], { cumulative: true })]), 1000)
    buckets.counts[0] = 5
    const grown = histogram('m', [{ ...value, count: 10 }], { cumulative: true })
    const [update] = collect(book, batch([grown]), 2000).updates
    const counts = update?.aggregate.sketch?.positive.counts ?? []
    expect(counts.reduce((a, b) => a + b, 0)).toBeCloseTo(4, 9)
    expect(update?.aggregate).toMatchObject({ count: 4 })
  })

  it('with boundaries begin anew when one went down although the count did not', () => {
    const book = createBook(['m:p95'])
    collect(book, withBoundaries([10, 20], [1, 2, 3]), 1000)
    const [update] = collect(book, withBoundaries([10, 20], [0, 2, 9]), 2000).updates
    expect(update?.aggregate.count).toBe(11)
  })

  it('with boundaries begin anew when those are others', () => {
    const book = createBook(['m:p95'])
    collect(book, withBoundaries([10, 20], [1, 2, 3]), 1000)
    const [update] = collect(book, withBoundaries([10, 30], [1, 2, 9]), 2000).updates
    expect(update?.aggregate.count).toBe(12)
  })
})

const good = toValue(3, [2, 1])

describe('a data point whose buckets are not whole', () => {
  it.each<[string, unknown]>([
    ['no value', undefined],
    ['no positive side', { ...good, positive: undefined }],
    ['no counts', { ...good, positive: { offset: 1 } }],
    ['a count that is NaN', { ...good, positive: { offset: 1, bucketCounts: [1, Number.NaN] } }],
    ['a count below 0', { ...good, positive: { offset: 1, bucketCounts: [1, -1] } }],
    ['no offset', { ...good, positive: { bucketCounts: [1] } }],
    ['no scale', { ...good, scale: undefined }],
    ['a scale that is NaN', { ...good, scale: Number.NaN }],
    ['no zero count', { ...good, zeroCount: undefined }],
    ['nothing in the buckets', { ...good, positive: { offset: 0, bucketCounts: [0] } }],
    ['an infinite maximum', { ...good, max: Infinity }],
    ['an infinite sum', { ...good, sum: Infinity }],
  ])('is dropped and counted, and harms no other: %s', (_what, value) => {
    for (const cumulative of [false, true]) {
      const points = [{ value: good }, { value: good, attributes: { id: 2 } }]
      const metric = exponential('m', points, { cumulative })
      Object.assign(metric.dataPoints[0] ?? {}, { value })
      const { updates, dropped } = collectOne(metric, ['m:p95'])
      expect(updates).toMatchObject([{ aggregate: { count: 3 } }])
      expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 1 }])
    }
  })

  it.each<[string, unknown]>([
    ['too few counts', { boundaries: [1, 2], counts: [1, 2] }],
    ['no counts', { boundaries: [1, 2] }],
    ['a count that is NaN', { boundaries: [1, 2], counts: [1, Number.NaN, 1] }],
    ['a count below 0', { boundaries: [1, 2], counts: [1, -1, 1] }],
    ['boundaries that fall', { boundaries: [2, 1], counts: [1, 2, 3] }],
    ['a boundary that is NaN', { boundaries: [1, Number.NaN], counts: [1, 2, 3] }],
    ['no boundaries at all', { counts: [1] }],
    ['nothing in them', { boundaries: [1, 2], counts: [0, 0, 0] }],
    ['nothing', undefined],
  ])('is dropped and counted too when it has boundaries: %s', (_what, buckets) => {
    const whole = { boundaries: [1, 2], counts: [1, 2, 3] }
    const metric = histogram('m', [{ count: 6, sum: 6, buckets: whole }])
    const broken = histogram('m', [{ count: 6, sum: 6, buckets: buckets as typeof whole }])
    metric.dataPoints.push(...broken.dataPoints)
    const { updates, dropped } = collectOne(metric, ['m:p95'])
    expect(updates).toMatchObject([{ aggregate: { count: 6 } }])
    expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 1 }])
  })

  it('is charted by what does not need them', () => {
    const metric = exponential('m', [{ value: { ...good, scale: Number.NaN } }])
    expect(collectOne(metric, ['m:avg']).updates).toMatchObject([{ aggregate: { count: 3 } }])
  })
})
