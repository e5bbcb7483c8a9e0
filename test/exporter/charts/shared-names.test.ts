import type { MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchOf, collect, counter, createBook, gauge, histogram, upDown } from './fake-metrics.ts'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'

interface Meter {
  readonly scope: string
  readonly metric: MetricData
}

const instrumentation = '@opentelemetry/instrumentation-a'

// What two meters make of one name, whichever comes first.
function chartBoth(a: Meter, b: Meter, rules: readonly (string | ChartRule)[] = []) {
  return [
    [a, b],
    [b, a],
  ].map((meters) => {
    const scopeMetrics = meters.map(({ scope, metric }) => ({
      scope: { name: scope },
      metrics: [metric],
    }))
    const { resource } = batchOf({})
    return collect(createBook(rules), { resource, scopeMetrics })
  })
}

const summed = { chart: 'm', aggregate: { sum: 3 } }

describe('metrics of one name', () => {
  it.each<[string, Meter, Meter]>([
    [
      'meters',
      { scope: 'a', metric: counter('m', [1]) },
      { scope: 'b', metric: counter('m', [2]) },
    ],
    ['cases', { scope: 'a', metric: counter('m', [1]) }, { scope: 'b', metric: counter('M', [2]) }],
    [
      'temporalities',
      { scope: 'a', metric: counter('m', [1]) },
      { scope: 'b', metric: counter('m', [2], { cumulative: true }) },
    ],
  ])('feed one chart when only their %s differ', (_, a, b) => {
    for (const { updates, dropped, notices } of chartBoth(a, b)) {
      expect(updates).toMatchObject([summed])
      expect(dropped).toEqual([])
      expect(notices).toEqual([])
    }
  })

  const own = { scope: 'b', metric: counter('m', [1], { unit: '{user}' }) }
  it.each<[string, Meter]>([
    ['unit', { scope: 'c', metric: counter('m', [2, 3], { unit: 's' }) }],
    ['kind', { scope: 'c', metric: gauge('m', [2, 3], { unit: '{user}' }) }],
    ['monotonicity', { scope: 'c', metric: upDown('m', [2, 3], { unit: '{user}' }) }],
    [
      'meter, which is an instrumentation of a name that comes first,',
      { scope: instrumentation, metric: gauge('m', [2, 3]) },
    ],
  ])('do not when their %s differs: the app’s own, then the first, keeps it', (_, other) => {
    for (const { updates, dropped, notices } of chartBoth(own, other)) {
      expect(updates).toMatchObject([{ chart: 'm', metric: 'm', aggregate: { sum: 1 } }])
      expect(updates[0]?.settings).toEqual({ aggregation: 'sum', slot: 'wanted' })
      expect(dropped).toEqual([{ chart: 'm', reason: 'shared_name', count: 2 }])
      expect(notices).toHaveLength(1)
      expect(notices[0]?.message).toMatch(
        /^Metric `m` of meter `.+` \(.+\) is left out: chart `m` belongs to `m` of meter `b` \(counter, unit {user}\)\. .*rename one of them/i,
      )
    }
  })

  it('are kept by the app’s own even when the rule’s aggregation suits the other alone', () => {
    const app = { scope: 'shop', metric: counter('m', [1]) }
    const other = { scope: instrumentation, metric: gauge('m', [2]) }
    for (const { updates } of chartBoth(app, other, ['m:max'])) {
      expect(updates).toMatchObject([{ aggregate: { sum: 1 }, settings: { aggregation: 'sum' } }])
    }
  })

  it('do not when one histogram has a sum and the other has none', () => {
    const a = { scope: 'a', metric: histogram('m', [{ count: 1, min: 1, max: 1 }]) }
    const b = { scope: 'b', metric: histogram('m', [{ count: 1, sum: 2, min: 2, max: 2 }]) }
    for (const { updates } of chartBoth(a, b)) {
      expect(updates).toMatchObject([{ aggregate: { max: 1 }, settings: { aggregation: 'max' } }])
    }
  })

  it('get a chart in the spelling of the keeper', () => {
    const a = { scope: 'b', metric: counter('queue.Depth', [1]) }
    const b = { scope: 'a', metric: counter('Queue.depth', [1]) }
    for (const { updates } of chartBoth(a, b)) {
      expect(updates).toMatchObject([{ chart: 'Queue.depth', metric: 'Queue.depth' }])
    }
  })

  it('are named once, and counted each time', () => {
    const book = createBook()
    const metrics = batchOf({ a: [counter('m', [1])], b: [gauge('m', [1])] })
    expect(collect(book, metrics).notices).toHaveLength(1)
    const again = collect(book, metrics)
    expect(again.notices).toEqual([])
    expect(again.dropped).toEqual([{ chart: 'm', reason: 'shared_name', count: 1 }])
  })

  it('are counted with what is not finite', () => {
    const metrics = batchOf({ a: [counter('m', [1])], b: [gauge('m', [1, Number.NaN])] })
    expect(collect(createBook(), metrics).dropped).toEqual([
      { chart: 'm', reason: 'shared_name', count: 2 },
    ])
  })

  it('do not take a chart from its keeper later on', () => {
    const book = createBook()
    const listed = 'nodejs.eventloop.utilization'
    for (const [name, first, second] of [
      ['m', 'b', 'a'],
      [listed, instrumentation, 'app'],
    ] as const) {
      collect(book, batchOf({ [first]: [counter(name, [1])] }))
      const { updates, dropped } = collect(book, batchOf({ [second]: [gauge(name, [2])] }))
      expect(updates).toEqual([])
      expect(dropped).toEqual([{ chart: name, reason: 'shared_name', count: 1 }])
    }
  })

  it('take a chart from an instrumentation’s that gets no slot', () => {
    const book = createBook()
    const pg = { [instrumentation]: [counter('m', [1])] }
    expect(collect(book, batchOf(pg)).updates).toMatchObject([{ settings: { slot: 'none' } }])
    const both = batchOf({ ...pg, app: [gauge('M', [2])] })
    const { updates, dropped } = collect(book, both)
    expect(updates).toMatchObject([
      { chart: 'M', settings: { aggregation: 'max', slot: 'wanted' }, aggregate: { max: 2 } },
    ])
    expect(dropped).toEqual([{ chart: 'M', reason: 'shared_name', count: 1 }])
    expect(collect(book, batchOf(pg)).updates).toEqual([])
  })

  it('do not take a chart from an instrumentation’s when they get no slot either', () => {
    const book = createBook()
    const first = { '@opentelemetry/b': [counter('m', [1])] }
    const second = { '@opentelemetry/a': [gauge('m', [2])] }
    collect(book, batchOf(first))
    collect(book, batchOf({ '@opentelemetry/b': [counter('m', [Number.NaN])] }))
    expect(collect(book, batchOf(second))).toMatchObject({
      updates: [],
      dropped: [{ chart: 'm', reason: 'shared_name', count: 1 }],
    })
    expect(collect(book, batchOf(first)).updates).toMatchObject([{ aggregate: { sum: 1 } }])
  })

  it('leave the chart to another one when the first has nothing finite', () => {
    const a = { scope: 'a', metric: counter('m', [Number.NaN]) }
    const b = { scope: 'b', metric: gauge('m', [2]) }
    for (const { updates } of chartBoth(a, b)) {
      expect(updates).toMatchObject([{ settings: { aggregation: 'max' } }])
    }
  })
})

describe('metrics of one name under a rule', () => {
  it('feed one chart whatever their units when the rule names it', () => {
    const a = { scope: 'a', metric: counter('m', [1], { unit: 'a' }) }
    const b = { scope: 'b', metric: counter('M', [2], { unit: 'b' }) }
    for (const { updates, dropped } of chartBoth(a, b, ['m=m'])) {
      expect(updates).toMatchObject([summed])
      expect(dropped).toEqual([])
    }
    for (const { dropped } of chartBoth(a, b, ['m'])) expect(dropped).toHaveLength(1)
  })

  it('add up to one total when they are up-down counters', () => {
    const a = { scope: 'a', metric: upDown('m', [1], { unit: 'a' }) }
    const b = { scope: 'b', metric: upDown('m', [2], { unit: 'b' }) }
    for (const { updates } of chartBoth(a, b, ['m=m'])) {
      expect(updates).toMatchObject([{ aggregate: { count: 1, sum: 3, last: { value: 3 } } }])
    }
  })

  it('feed one chart whatever their kinds when the aggregation suits them all', () => {
    const a = { scope: 'a', metric: counter('m', [1]) }
    const b = { scope: 'b', metric: histogram('m', [{ count: 1, sum: 2, min: 2, max: 2 }]) }
    for (const { updates, notices } of chartBoth(a, b, ['m=m'])) {
      expect(updates).toMatchObject([{ aggregate: { sum: 3 }, settings: { aggregation: 'sum' } }])
      expect(notices).toEqual([])
    }
  })

  it('leave out what does not suit the aggregation, in the same way at every collection', () => {
    const metrics = batchOf({ a: [counter('m', [1])], b: [upDown('m', [2])] })
    const book = createBook(['m=m'])
    const first = collect(book, metrics)
    const second = collect(book, metrics)
    for (const { updates, dropped } of [first, second]) {
      expect(updates).toMatchObject([{ aggregate: { sum: 1 } }])
      expect(dropped).toEqual([{ chart: 'm', reason: 'shared_name', count: 1 }])
    }
    expect(first.notices[0]?.message).toContain(
      "It can't join, as it allows only last, max, min and the chart is made by sum",
    )
    expect(second.notices).toEqual([])
  })

  it('leave the chart to the one that suits the aggregation asked for', () => {
    const a = { scope: 'a', metric: counter('m', [1]) }
    const b = { scope: 'b', metric: histogram('m', [{ count: 1, sum: 2, min: 2, max: 2 }]) }
    for (const { updates } of chartBoth(a, b, ['m:avg=m'])) {
      expect(updates).toMatchObject([{ settings: { aggregation: 'avg' }, aggregate: { sum: 2 } }])
    }
  })
})

// fast-check prints the seed and the smallest failing order.
it('does not depend on the order of meters and metrics, nor on how they are split in parts', () => {
  const metrics: readonly Meter[] = [
    { scope: 'b', metric: counter('m', [1, 2], { unit: 'x' }) },
    { scope: 'a', metric: counter('M', [4], { unit: 'x' }) },
    { scope: 'a', metric: gauge('m', [8]) },
    { scope: 'c', metric: upDown('m', [16]) },
    { scope: instrumentation, metric: counter('m', [32]) },
    { scope: instrumentation, metric: upDown('n', [64]) },
    { scope: 'a', metric: upDown('N', [128], { unit: 's' }) },
    { scope: 'b', metric: upDown('n', [256], { unit: 's' }) },
  ]
  const { resource } = batchOf({})
  const inOrder = (order: readonly Meter[], cuts: readonly boolean[]) => {
    const book = createBook()
    let part: ResourceMetrics = { resource, scopeMetrics: [] }
    for (const [i, { scope, metric }] of order.entries()) {
      part.scopeMetrics.push({ scope: { name: scope }, metrics: [metric] })
      if (cuts[i] === true) {
        book.add(part, 1000)
        part = { resource, scopeMetrics: [] }
      }
    }
    book.add(part, 1000)
    const { updates, dropped, notices } = book.take()
    const said = notices.map(({ message }) => message).sort()
    return { updates, dropped: dropped.toSorted((a, b) => a.chart.localeCompare(b.chart)), said }
  }
  const expected = inOrder(metrics, [])
  expect(expected.updates.map(({ chart, aggregate }) => [chart, aggregate.sum])).toEqual([
    ['M', 7],
    ['N', 384],
  ])
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...metrics], { minLength: metrics.length }),
      fc.array(fc.boolean(), { maxLength: metrics.length }),
      (order, cuts) => {
        expect(inOrder(order, cuts)).toEqual(expected)
      },
    ),
  )
})
