import type { MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { batch, collect, counter, createBook, gauge, histogram, upDown } from './fake-metrics.ts'

// Data as no SDK makes it.
const odd = (metric: unknown) => batch([metric as MetricData])
const summaryOf = (metrics: unknown) => collect(createBook(), metrics as ResourceMetrics)
const nothing = { updates: [], dropped: [], notices: [] }

describe('odd data', () => {
  it.each<[string, unknown]>([
    ['no batch', undefined],
    ['no meters', {}],
    ['meters that are no list', { scopeMetrics: 7 }],
    ['a meter that is none', { scopeMetrics: [null, undefined, {}] }],
    ['metrics that are none', { scopeMetrics: [{ metrics: [null, undefined, {}] }] }],
    ['a metric without data points', odd({ descriptor: { name: 'm' }, dataPointType: 3 })],
  ])('gives nothing: %s', (_, metrics) => {
    expect(summaryOf(metrics)).toEqual(nothing)
  })

  it('of an unknown type is counted and named once', () => {
    const book = createBook()
    const metrics = odd({ ...counter('m', [1, 2]), dataPointType: 9 })
    const { updates, dropped, notices } = collect(book, metrics)
    expect(updates).toEqual([])
    expect(dropped).toEqual([{ chart: 'm', reason: 'unknown_kind', count: 2 }])
    expect(notices).toMatchObject([
      { level: 'warn', message: expect.stringContaining('got type `9`. Change its aggregation') },
    ])
    expect(collect(book, metrics).notices).toEqual([])
  })

  it('of an unknown type is named metric by metric', () => {
    const unknown = { dataPointType: 9 as never }
    const metrics = batch(['a', 'b'].map((name) => Object.assign(counter(name, [1]), unknown)))
    expect(collect(createBook(), metrics).notices).toHaveLength(2)
  })

  it('of an unknown type is ignored where no rule asks for it', () => {
    const metrics = odd({ ...counter('m', [1, 2]), dataPointType: 9 })
    expect(collect(createBook(['x']), metrics)).toEqual(nothing)
  })

  it('does without a meter again and again', () => {
    const book = createBook()
    const metrics = { scopeMetrics: [{ metrics: [counter('m', [1])] }] } as never
    const sums = [1, 2].map(() => collect(book, metrics).updates[0]?.aggregate.sum)
    expect(sums).toEqual([1, 1])
  })

  it('does without a meter, a unit, a name', () => {
    const bare = { ...counter('m', [1]), descriptor: { name: 'm' } }
    const { updates } = summaryOf({ scopeMetrics: [{ metrics: [bare] }] })
    expect(updates).toMatchObject([{ chart: 'm', aggregate: { sum: 1 } }])
    const nameless = summaryOf(odd({ ...counter('m', [1]), descriptor: undefined }))
    expect(nameless.dropped).toEqual([{ chart: '', reason: 'chart_name', count: 1 }])
    const numbered = summaryOf(odd({ ...counter('m', [1]), descriptor: { name: 7, unit: 7 } }))
    expect(numbered.dropped).toEqual([{ chart: '', reason: 'chart_name', count: 1 }])
  })

  it('does without data points, in any part of a collection', () => {
    for (const metric of [upDown('m', [1]), gauge('m', [1])]) {
      metric.dataPoints.unshift(undefined as never)
      const book = createBook()
      book.add(batch([metric]), 1)
      book.add(batch([metric]), 1)
      expect(book.take().updates).toHaveLength(2)
    }
  })

  it('does without data points and values where quantiles are asked', () => {
    const value = { count: 1, sum: 2, buckets: { boundaries: [1], counts: [0, 1] } }
    for (const cumulative of [false, true]) {
      const metric = histogram('m', [value], { cumulative })
      metric.dataPoints.unshift(undefined as never, {} as never)
      const { updates, dropped } = collect(createBook(['m:p95']), batch([metric]))
      expect(updates).toMatchObject([{ settings: { aggregation: 'p95' }, aggregate: { count: 1 } }])
      expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 2 }])
    }
  })

  it('knows a histogram without boundaries beside data points that are none', () => {
    const metric = histogram('m', [{ count: 1, sum: 2 }])
    metric.dataPoints.unshift(undefined as never, {} as never, { value: {} } as never)
    const { updates } = collect(createBook(['m:p95']), batch([metric]))
    expect(updates).toMatchObject([{ settings: { aggregation: 'avg' } }])
  })

  it('does without attributes', () => {
    const metric = upDown('m', [1])
    Object.assign(metric.dataPoints[0] ?? {}, { attributes: undefined })
    const book = createBook()
    book.add(batch([metric]), 1)
    book.add(batch([metric]), 1)
    expect(book.take().updates).toHaveLength(2)
  })
})

const throwing = () => {
  throw new Error('hostile')
}

describe('a getter that throws', () => {
  it('leaves what was read before it, and the next batch is read as ever', () => {
    const book = createBook()
    const hostile = counter('b', [1, 2], { cumulative: true })
    Object.defineProperty(hostile.dataPoints[1], 'value', { get: throwing })
    expect(() => {
      book.add(batch([counter('a', [1]), hostile]), 1000)
    }).toThrow('hostile')
    const sums = book.take().updates.map(({ chart, aggregate }) => [chart, aggregate.sum])
    expect(sums).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    const next = collect(book, batch([counter('b', [4], { cumulative: true })]), 2000)
    expect(next.updates).toMatchObject([{ aggregate: { sum: 3 } }])
  })

  it.each(['startTime', 'attributes'])('counts no half of a data point: %s', (field) => {
    const book = createBook()
    const hostile = counter('m', [5], { cumulative: true })
    Object.defineProperty(hostile.dataPoints[0], field, { get: throwing })
    expect(() => {
      book.add(batch([hostile]), 1000)
    }).toThrow('hostile')
    expect(book.take().updates).toEqual([])
    const next = collect(book, batch([counter('m', [6], { cumulative: true })]), 2000)
    expect(next.updates).toMatchObject([{ aggregate: { sum: 6 } }])
  })

  it('changes nothing when the batch cannot be listed at all', () => {
    const book = createBook()
    book.add(batch([upDown('m', [1])]), 1000)
    const hostile = Object.defineProperty(batch([]), 'scopeMetrics', { get: throwing })
    expect(() => {
      book.add(hostile, 1000)
    }).toThrow('hostile')
    expect(book.take().updates).toMatchObject([{ aggregate: { sum: 1 } }])
  })
})

describe('notices', () => {
  it('keep control characters out of the log', () => {
    const twisted = {
      ...gauge('m', [1]),
      descriptor: { name: 'm', unit: 'a\nFATAL' },
    } as MetricData
    const { notices } = collect(createBook(), batch([counter('m', [1]), twisted]))
    expect(notices).toMatchObject([{ message: expect.stringContaining('unit a?FATAL') }])
  })

  it('end after a thousand, while counting goes on', () => {
    const book = createBook()
    const metrics = Array.from({ length: 1500 }, (_, i) => counter(`${'a'.repeat(200)}${i}`, [1]))
    const { notices, dropped } = collect(book, batch(metrics))
    expect(notices).toHaveLength(1000)
    expect(dropped).toHaveLength(1500)
  })
})
