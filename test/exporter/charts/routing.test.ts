import { describe, expect, it } from 'vitest'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'
import {
  batch,
  batchOf,
  collect,
  counter,
  createBook,
  gauge,
  histogram,
  upDown,
} from './fake-metrics.ts'

const runtime = '@opentelemetry/instrumentation-runtime-node'

function slotsOf(rules: readonly (string | ChartRule)[], names: readonly string[], maxCharts = 10) {
  const metrics = batch(names.map((name) => counter(name, [1])))
  const { updates } = collect(createBook(rules, { maxCharts }), metrics)
  return updates.map(({ chart, settings }) => [chart, settings.slot])
}

describe('without rules', () => {
  it('charts everything by its name, the app’s own first', () => {
    const metrics = batchOf({
      [runtime]: [
        gauge('nodejs.eventloop.utilization', [1]),
        gauge('nodejs.eventloop.delay.p99', [1]),
        gauge('nodejs.eventloop.delay.p50', [1]),
      ],
      '@opentelemetry/instrumentation-http': [counter('HTTP.server.request.duration', [1])],
      shop: [counter('orders', [1]), upDown('carts', [1])],
      '@opentelemetry-shop': [counter('visits', [1])],
    })
    const { updates, notices } = collect(createBook(), metrics)
    expect(updates.map(({ chart, settings }) => [chart, settings.slot])).toEqual([
      ['carts', 'wanted'],
      ['orders', 'wanted'],
      ['visits', 'wanted'],
      ['HTTP.server.request.duration', 'spare'],
      ['nodejs.eventloop.delay.p99', 'spare'],
      ['nodejs.eventloop.utilization', 'spare'],
      ['nodejs.eventloop.delay.p50', 'none'],
    ])
    expect(notices).toEqual([])
  })

  it('takes an app’s metric of a listed name as the app’s', () => {
    expect(slotsOf([], ['http.server.request.duration'])).toEqual([
      ['http.server.request.duration', 'wanted'],
    ])
  })

  it('puts the prefix before every name', () => {
    const book = createBook([], { prefix: 'shop' })
    const { updates } = collect(book, batch([counter('orders', [1])]))
    expect(updates).toMatchObject([{ chart: 'shop.orders', metric: 'orders' }])
  })

  it('reserves nothing', () => {
    expect(createBook().reservedCharts).toEqual([])
  })

  it('leaves out names that make no chart, and says what to write', () => {
    const book = createBook([], { prefix: 'shop' })
    const long = 'a'.repeat(196)
    const metrics = batch([counter(long, [1, 2]), counter('a\nb', [1]), counter('c', [1])])
    const { updates, dropped, notices } = collect(book, metrics)
    expect(updates).toMatchObject([{ chart: 'shop.c' }])
    expect(dropped).toEqual([
      { chart: `shop.${long}`, reason: 'chart_name', count: 2 },
      { chart: 'shop.a\nb', reason: 'chart_name', count: 1 },
    ])
    expect(notices.map(({ message }) => message)).toEqual([
      expect.stringContaining(`with the rule \`${long}=a shorter name\``),
      expect.stringMatching(/^Metric `a\?b` is left out: .* Rename it with a view$/),
    ])
    expect(notices.map(({ level }) => level)).toEqual(['warn', 'warn'])
    expect(collect(book, metrics).notices).toEqual([])
  })

  it('remembers 10 000 metrics and says when there are more', () => {
    const book = createBook()
    const metrics = Array.from({ length: 10_002 }, (_, i) => counter(`m${i}`, [1]))
    const { updates, dropped, notices } = collect(book, batch(metrics))
    expect(updates).toHaveLength(10_000)
    expect(dropped).toEqual([
      { chart: 'm10000', reason: 'too_many_metrics', count: 1 },
      { chart: 'm10001', reason: 'too_many_metrics', count: 1 },
    ])
    expect(notices).toEqual([
      { level: 'warn', message: expect.stringContaining('e.g. `m10000`') as string },
    ])
  })

  it.each(['', ` ${'a'.repeat(201)}`])('has a view rename %j, which no rule can name', (name) => {
    const { notices } = collect(createBook(), batch([counter(name, [1])]))
    expect(notices).toHaveLength(1)
    expect(notices[0]?.message).toMatch(/Rename it with a view$/u)
  })
})

describe('with rules', () => {
  it('charts exactly what they name, in silence about the rest', () => {
    const book = createBook(['users', 'Orders:sum=sold'])
    const metrics = batch([counter('Users', [1]), counter('orders', [2]), counter('carts', [3])])
    const { updates, dropped, notices } = collect(book, metrics)
    expect(updates.map(({ chart, metric }) => [chart, metric])).toEqual([
      ['sold', 'orders'],
      ['users', 'Users'],
    ])
    expect(dropped).toEqual([])
    expect(notices).toEqual([])
  })

  it('reserves slots in order and names those that get none', () => {
    const book = createBook(['a=x', 'b.*', 'c', 'd', 'e'], { maxCharts: 2, prefix: 'p' })
    expect(book.reservedCharts).toEqual(['p.x', 'p.c'])
    expect(book.surplusCharts).toEqual(['p.d', 'p.e'])
    const { notices } = book.take()
    expect(notices).toEqual([
      {
        level: 'warn',
        message:
          'Expected `charts` to name at most 2 charts, got 2 more, which have no slot: `p.d`, `p.e`. Put what matters most first, or remove rules',
      },
    ])
    expect(book.take().notices).toEqual([])
  })

  it('gives reserved, wanted and no slots', () => {
    expect(slotsOf(['a=x', 'b.*', 'c', 'd'], ['a', 'b.1', 'B.2', 'c', 'd', 'e'], 2)).toEqual([
      ['c', 'reserved'],
      ['x', 'reserved'],
      ['B.2', 'wanted'],
      ['b.1', 'wanted'],
      ['d', 'none'],
    ])
  })

  it('hands on scale and clamp', () => {
    const book = createBook([
      { metric: 'a', scale: 1000, clamp: [0, 1] },
      { metric: 'b', clamp: false },
    ])
    const { updates } = collect(book, batch([counter('a', [1]), counter('b', [1])]))
    expect(updates.map(({ settings }) => settings)).toEqual([
      { aggregation: 'sum', scale: 1000, clamp: [0, 1], slot: 'reserved' },
      { aggregation: 'sum', clamp: false, slot: 'reserved' },
    ])
  })

  it('says once what `last` costs', () => {
    const book = createBook(['a', 'temperature:last=t', 'b:last'])
    expect(book.take().notices).toEqual([
      {
        level: 'info',
        message: expect.stringMatching(/^`temperature:last=t`, `b:last` asks `last`/) as string,
      },
    ])
  })
})

describe('a rule with `*`', () => {
  it('charts each metric it matches by its name and by the rule', () => {
    const book = createBook([{ metric: '*.depth', aggregation: 'min', scale: 2 }], { prefix: 'p' })
    const { updates } = collect(
      book,
      batch([gauge('a.depth', [1]), gauge('b.Depth', [1]), gauge('c', [1])]),
    )
    expect(updates.map(({ chart, settings }) => [chart, settings])).toEqual([
      ['p.a.depth', { aggregation: 'min', scale: 2, slot: 'wanted' }],
      ['p.b.Depth', { aggregation: 'min', scale: 2, slot: 'wanted' }],
    ])
  })

  it('charts what it matches of instrumentations as wanted too', () => {
    const metrics = batchOf({ [runtime]: [gauge('nodejs.gc', [1])] })
    expect(collect(createBook(['nodejs.*']), metrics).updates).toMatchObject([
      { chart: 'nodejs.gc', settings: { slot: 'wanted' } },
    ])
  })

  it('leaves alone what another rule names, wherever it stands', () => {
    expect(slotsOf(['a.*', 'a.b=c'], ['a.b', 'a.d'])).toEqual([
      ['c', 'reserved'],
      ['a.d', 'wanted'],
    ])
  })

  it('yields to the first that matches', () => {
    const book = createBook(['a.*:rate', '*:sum'])
    const { updates } = collect(book, batch([counter('a.b', [1]), counter('c', [1])]))
    expect(updates.map(({ settings }) => settings.aggregation)).toEqual(['rate', 'sum'])
  })

  it('leaves out a metric whose chart another rule makes, and says so', () => {
    const book = createBook(['x=a.b', 'a.*'])
    const { updates, dropped, notices } = collect(
      book,
      batch([counter('x', [1]), counter('A.b', [2])]),
    )
    expect(updates).toMatchObject([{ chart: 'a.b', aggregate: { sum: 1 } }])
    expect(dropped).toEqual([{ chart: 'A.b', reason: 'shared_name', count: 1 }])
    expect(notices).toMatchObject([
      { level: 'warn', message: expect.stringContaining('the rule `A.b=A.b 2`') },
    ])
  })

  it('says of each chart that another rule makes it', () => {
    const book = createBook(['x=a.b', 'y=a.c', 'a.*'])
    const { notices } = collect(book, batch([counter('a.b', [1]), counter('a.c', [1])]))
    expect(notices).toHaveLength(2)
  })
})

describe('a rule with `where`', () => {
  const points = [
    { value: 1, attributes: { queue: 'mail', urgent: true, shard: 1 } },
    { value: 2, attributes: { queue: 'mail', urgent: false, shard: 1 } },
    { value: 4, attributes: { queue: 'sms', urgent: true, shard: 1 } },
    { value: 8, attributes: {} },
  ]
  it.each<[ChartRule['where'] & object, number | undefined]>([
    [{ queue: 'mail' }, 3],
    [{ queue: 'mail', urgent: true }, 1],
    [{ shard: 1 }, 7],
    [{ shard: '1' }, undefined],
    [{ urgent: false }, 2],
    [{}, 15],
    [{ queue: 'fax' }, undefined],
  ])('charts the data points with %j', (where, sum) => {
    for (const metric of [
      counter('m', points),
      upDown('m', points),
      gauge('m', points),
      counter('m', points, { cumulative: true }),
    ]) {
      const { updates, dropped } = collect(createBook([{ metric: 'm', where }]), batch([metric]))
      expect(updates[0]?.aggregate.sum).toBe(sum)
      expect(dropped).toEqual([])
    }
  })

  it('charts the data points of histograms by it', () => {
    const values = points.map(({ value, attributes }) => ({
      value: { count: 1, sum: value, min: value, max: value },
      attributes,
    }))
    for (const cumulative of [false, true]) {
      const book = createBook([{ metric: 'm', where: { queue: 'mail' } }])
      const metric = histogram('m', values, { cumulative })
      Object.assign(metric.dataPoints[3] ?? {}, { attributes: undefined })
      metric.dataPoints.push(undefined as never)
      const { updates, dropped } = collect(book, batch([metric]))
      expect(updates[0]?.aggregate).toMatchObject({ count: 2, sum: 3 })
      expect(dropped).toEqual([])
    }
  })

  it('does without attributes that are missing', () => {
    for (const metric of [
      counter('m', [1]),
      counter('m', [1], { cumulative: true }),
      gauge('m', [1]),
    ]) {
      Object.assign(metric.dataPoints[0] ?? {}, { attributes: undefined })
      metric.dataPoints.push(undefined as never)
      const book = createBook([{ metric: 'm', where: { a: 1 } }])
      expect(collect(book, batch([metric])).updates).toEqual([])
    }
  })
})
