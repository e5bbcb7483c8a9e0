import type { HrTime } from '@opentelemetry/api'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { batch, collect, counter, createBook, gauge, histogram, upDown } from './fake-metrics.ts'

const sets = (from: number, values: readonly number[], end: HrTime = [1300, 0]) =>
  values.map((value, i) => ({ value, attributes: { i: from + i }, end }))

function addAll(book: ReturnType<typeof createBook>, batches: readonly ResourceMetrics[]) {
  for (const metrics of batches) book.add(metrics, 300_000)
  return book.take()
}

const spanOf = (summary: ReturnType<typeof collect>) =>
  summary.updates.map(({ aggregate }) => [aggregate.fromMillis, aggregate.toMillis])

const delta = (start: HrTime, end: HrTime) => counter('c', [{ value: 1, start, end }])

describe('parts of one collection', () => {
  it('make one total of an up-down counter that is split over them', () => {
    const parts = [[1, 2], [3, 4], [5]].map((values, part) =>
      batch([upDown('m', sets(part * 2, values))]),
    )
    const { updates } = addAll(createBook(), parts)
    expect(updates).toHaveLength(1)
    expect(updates[0]?.aggregate).toMatchObject({ count: 1, sum: 15, min: 15, max: 15 })
    expect(updates[0]?.aggregate.last?.value).toBe(15)
  })

  it('make one running total of deltas', () => {
    const book = createBook()
    const parts = [sets(0, [1, 2]), sets(2, [3])].map((points) =>
      batch([upDown('m', points, { cumulative: false })]),
    )
    expect(addAll(book, parts).updates[0]?.aggregate).toMatchObject({ count: 1, sum: 6 })
    expect(addAll(book, parts).updates[0]?.aggregate).toMatchObject({ count: 1, sum: 12 })
  })

  it('make one sample a set of a gauge, and the greatest is the last', () => {
    const parts = [sets(0, [9, 2]), sets(2, [3])].map((points) => batch([gauge('m', points)]))
    const { updates } = addAll(createBook(), parts)
    expect(updates).toHaveLength(1)
    expect(updates[0]?.aggregate).toMatchObject({ count: 3, sum: 14, min: 2, max: 9 })
    expect(updates[0]?.aggregate.last?.value).toBe(9)
  })

  it('add up counters and histograms', () => {
    const part = batch([
      counter('c', [1]),
      counter('cc', sets(0, [4]), { cumulative: true }),
      histogram('h', [{ count: 1, sum: 2, min: 2, max: 2 }]),
    ])
    const { updates } = addAll(createBook(), [part, part, part])
    expect(updates.map(({ chart, aggregate }) => [chart, aggregate.count, aggregate.sum])).toEqual([
      ['c', 0, 3],
      ['cc', 0, 4],
      ['h', 3, 6],
    ])
  })

  it('are one although a part is empty, or brings a metric of another end time', () => {
    const parts = [
      batch([upDown('m', sets(0, [1]))]),
      batch([]),
      batch([upDown('p', sets(0, [1], [1299, 5])), upDown('m', sets(1, [2]))]),
    ]
    const { updates } = addAll(createBook(), parts)
    expect(updates.map(({ chart, aggregate }) => [chart, aggregate.sum])).toEqual([
      ['m', 3],
      ['p', 1],
    ])
  })

  it('may hold metrics that end at another time, such as those of a metric producer', () => {
    const own: HrTime = [1299, 5]
    const parts = [
      batch([upDown('m', sets(0, [1])), upDown('p', sets(0, [1], own))]),
      batch([upDown('p', sets(1, [2], own))]),
      batch([upDown('m', sets(1, [2]))]),
    ]
    const { updates } = addAll(createBook(), parts)
    expect(updates.map(({ chart, aggregate }) => [chart, aggregate.sum])).toEqual([
      ['m', 3],
      ['p', 3],
    ])
  })
})

describe('two collections before one take', () => {
  it('are told apart by their end times', () => {
    const batches = [
      batch([upDown('m', sets(0, [1], [1300, 0]))]),
      batch([upDown('m', sets(1, [2], [1300, 1]))]),
    ]
    const { updates } = addAll(createBook(), batches)
    expect(updates.map(({ aggregate }) => aggregate.sum)).toEqual([1, 2])
    expect(updates.map(({ aggregate }) => aggregate.last?.seq)).toEqual([1, 2])
  })

  it('are told apart although their producer writes each end time into the same array', () => {
    const book = createBook()
    const end: HrTime = [1300, 0]
    book.add(batch([upDown('m', sets(0, [1], end))]), 300_000)
    end[1] = 1
    book.add(batch([upDown('m', sets(1, [2], end))]), 300_000)
    expect(book.take().updates.map(({ aggregate }) => aggregate.sum)).toEqual([1, 2])
  })

  it.each([
    ['an up-down counter', upDown],
    ['a gauge', gauge],
  ])('are told apart by a series of %s that comes again in the same millisecond', (_, make) => {
    const first = batch([make('m', sets(0, [1, 2]))])
    const second = batch([make('m', sets(1, [7, 8]))])
    const { updates } = addAll(createBook(), [first, second])
    expect(updates).toHaveLength(2)
    expect(updates.map(({ aggregate }) => aggregate.sum)).toEqual([3, 15])
  })

  it('are told apart by one series that comes again, beside metrics that are new', () => {
    const first = batch([upDown('m', sets(0, [1]))])
    const second = batch([upDown('m', sets(0, [2])), upDown('x', sets(0, [3]))])
    const { updates } = addAll(createBook(), [first, second])
    expect(updates.map(({ chart, aggregate }) => [chart, aggregate.sum])).toEqual([
      ['m', 1],
      ['m', 2],
      ['x', 3],
    ])
  })

  it('are told apart in a later part, when a part of the first comes again', () => {
    const parts = [0, 2].map((from) => batch([upDown('m', sets(from, [1, 2]))]))
    const { updates } = addAll(createBook(), [...parts, ...parts])
    expect(updates.map(({ aggregate }) => aggregate.sum)).toEqual([6, 6])
  })

  it('do not double a metric that stands twice in one batch', () => {
    const twice = batch([upDown('m', sets(0, [1])), upDown('m', sets(0, [2]))])
    expect(addAll(createBook(), [twice]).updates).toHaveLength(1)
  })

  it('lose nothing of counters, whether told apart or not', () => {
    const metrics = batch([counter('m', [1])])
    const { updates } = addAll(createBook(), [metrics, metrics])
    expect(updates.reduce((sum, { aggregate }) => sum + aggregate.sum, 0)).toBe(2)
  })
})

describe('the time an aggregate covers', () => {
  it('begins with the earliest delta of the first collection, for all of its charts', () => {
    const book = createBook()
    const early = { value: 1, start: [1290, 500_000_000] as HrTime }
    const late = { value: 1, start: [1299, 0] as HrTime }
    const metrics = batch([counter('c', [late, early, late]), gauge('g', [1])])
    expect(spanOf(collect(book, metrics, 20_000))).toEqual([
      [10_500, 20_000],
      [10_500, 20_000],
    ])
  })

  it('takes the earliest delta of all parts', () => {
    const book = createBook()
    book.add(batch([delta([1299, 0], [1300, 0])]), 20_000)
    book.add(batch([delta([1295, 0], [1300, 0])]), 20_001)
    expect(spanOf(book.take())).toEqual([[15_001, 20_001]])
  })

  it('begins with the collection before when the deltas began earlier', () => {
    const book = createBook()
    collect(book, batch([gauge('g', [1])]), 10_000)
    expect(spanOf(collect(book, batch([delta([1000, 0], [1300, 0])]), 20_000))).toEqual([
      [10_000, 20_000],
    ])
  })

  it('begins with the deltas when they began after the collection before', () => {
    const book = createBook()
    collect(book, batch([gauge('g', [1])]), 10_000)
    expect(spanOf(collect(book, batch([delta([1295, 0], [1300, 0])]), 20_000))).toEqual([
      [15_000, 20_000],
    ])
  })

  it('begins with the collection before when there are no deltas', () => {
    const book = createBook()
    expect(spanOf(collect(book, batch([gauge('g', [1])]), 10_000))).toEqual([[10_000, 10_000]])
    expect(spanOf(collect(book, batch([upDown('g2', [1])]), 20_000))).toEqual([[10_000, 20_000]])
  })

  it.each([
    ['that is empty', batch([])],
    ['of metrics without a chart', batch([counter('other', [1])])],
  ])('begins with the collection before though it was one %s', (_what, metrics) => {
    const book = createBook(['c:rate'], { startMillis: 100_000 })
    collect(book, metrics, 200_000)
    const totals = counter('c', [{ value: 5 }], { cumulative: true })
    expect(spanOf(collect(book, batch([totals]), 500_000))).toEqual([[200_000, 500_000]])
  })

  it('begins with deltas that began this moment', () => {
    const book = createBook()
    collect(book, batch([gauge('g', [1])]), 10_000)
    expect(spanOf(collect(book, batch([delta([1300, 0], [1300, 0])]), 20_000))).toEqual([
      [20_000, 20_000],
    ])
  })

  it('does not begin with what cumulative counters began with', () => {
    const metric = counter('c', [{ value: 1, start: [1290, 0] }], { cumulative: true })
    expect(spanOf(collect(createBook(), batch([metric]), 20_000))).toEqual([[20_000, 20_000]])
  })

  it.each<[string, HrTime | undefined, HrTime | undefined]>([
    ['lies in the future', [1400, 0], [1300, 0]],
    ['is missing', undefined, [1300, 0]],
    ['is zero, which means unknown', [0, 0], [1300, 0]],
    ['is no number', [Number.NaN, 0], [1300, 0]],
    ['has no end', [1000, 0], undefined],
  ])('does without a start that %s', (_, start, end) => {
    const metric = counter('c', [1])
    Object.assign(metric.dataPoints[0] ?? {}, { startTime: start, endTime: end })
    const book = createBook()
    expect(spanOf(collect(book, batch([metric]), 20_000))).toEqual([[20_000, 20_000]])
    expect(spanOf(collect(book, batch([metric]), 30_000))).toEqual([[20_000, 30_000]])
  })

  it('never begins after its end, though the clock went back', () => {
    const book = createBook()
    collect(book, batch([gauge('g', [1])]), 20_000)
    expect(spanOf(collect(book, batch([gauge('g', [1])]), 10_000))).toEqual([[10_000, 10_000]])
  })

  it('gives the newest value its place by time and sequence', () => {
    const book = createBook()
    const lasts = [1, 2].map(
      (n) => collect(book, batch([upDown('u', [n])]), 5000).updates[0]?.aggregate.last,
    )
    expect(lasts).toEqual([
      { atMillis: 5000, seq: 1, value: 1 },
      { atMillis: 5000, seq: 2, value: 2 },
    ])
  })
})

it('gives nothing when nothing came', () => {
  const book = createBook()
  const nothing = { updates: [], dropped: [], notices: [] }
  expect(book.take()).toEqual(nothing)
  expect(collect(book, batch([]))).toEqual(nothing)
  expect(collect(book, batch([counter('m', [])]))).toEqual(nothing)
  collect(book, batch([counter('m', [1, Number.NaN])]))
  expect(book.take()).toEqual(nothing)
})
