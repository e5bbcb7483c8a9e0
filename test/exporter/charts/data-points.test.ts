import { describe, expect, it } from 'vitest'
import { DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import {
  batch,
  collect,
  collectOne,
  counter,
  createBook,
  gauge,
  histogram,
  upDown,
} from './fake-metrics.ts'

const last = (value: number) => ({ atMillis: 300_000, seq: 1, value })
const without = { min: Infinity, max: -Infinity }

// Two attribute sets each, as one collection holds them.
const kinds = {
  counter: counter('m', [2, 5]),
  upDown: upDown('m', [2, 5]),
  upDownDelta: upDown('m', [2, 5], { cumulative: false }),
  gauge: gauge('m', [2, 5]),
  histogram: histogram('m', [
    { count: 2, sum: 6, min: 1, max: 5 },
    { count: 1, sum: 3, min: 3, max: 3 },
  ]),
  histogramCumulative: histogram(
    'm',
    [
      { count: 2, sum: 6, min: 1, max: 5 },
      { count: 1, sum: 3, min: 3, max: 3 },
    ].map((value, i) => ({ value, attributes: { i } })),
    { cumulative: true },
  ),
  gaugeHistogram: histogram('m', [
    { count: 2, min: 1, max: 5 },
    { count: 1, min: 3, max: 3 },
  ]),
}

describe('a data point by default', () => {
  it.each<[keyof typeof kinds, string, object]>([
    ['counter', 'sum', { count: 0, sum: 7, ...without }],
    ['upDown', 'last', { count: 1, sum: 7, min: 7, max: 7, last: last(7) }],
    ['upDownDelta', 'last', { count: 1, sum: 7, min: 7, max: 7, last: last(7) }],
    ['gauge', 'max', { count: 2, sum: 7, min: 2, max: 5, last: last(5) }],
    ['histogram', 'avg', { count: 3, sum: 9, min: 1, max: 5 }],
    ['histogramCumulative', 'avg', { count: 3, sum: 9, ...without }],
    ['gaugeHistogram', 'max', { count: 3, sum: 0, min: 1, max: 5 }],
  ])('of a %s makes `%s`', (kind, aggregation, aggregate) => {
    const { updates, dropped, notices } = collectOne(kinds[kind])
    expect(updates).toStrictEqual([
      {
        chart: 'm',
        metric: 'm',
        aggregate: { ...aggregate, fromMillis: expect.any(Number), toMillis: 300_000 },
        settings: { aggregation, slot: 'wanted' },
      },
    ])
    expect(dropped).toEqual([])
    expect(notices).toEqual([])
  })
})

describe('an aggregation asked for', () => {
  const all = ['sum', 'avg', 'max', 'min', 'last', 'count', 'rate'] as const
  const allowed: Record<keyof typeof kinds, readonly string[]> = {
    counter: ['sum', 'rate'],
    upDown: ['last', 'max', 'min'],
    upDownDelta: ['last', 'max', 'min'],
    gauge: ['max', 'min', 'last', 'avg'],
    histogram: ['avg', 'sum', 'max', 'min', 'count', 'rate'],
    histogramCumulative: ['avg', 'sum', 'count', 'rate'],
    gaugeHistogram: ['max', 'min', 'count'],
  }
  const rows = Object.entries(kinds).flatMap(([kind, metric]) =>
    all.map((asked) => ({ kind: kind as keyof typeof kinds, metric, asked })),
  )
  const isAllowed = ({ kind, asked }: (typeof rows)[number]) => allowed[kind].includes(asked)

  it.each(rows.filter(isAllowed))('is used: `$asked` of $kind', ({ metric, asked }) => {
    const { updates, notices } = collectOne(metric, [`m:${asked}`])
    expect(updates.map(({ settings }) => settings.aggregation)).toEqual([asked])
    expect(notices.filter(({ level }) => level === 'warn')).toEqual([])
  })

  it.each(rows.filter((row) => !isAllowed(row)))(
    'is refused: `$asked` of $kind',
    ({ kind, metric, asked }) => {
      const { updates, notices } = collectOne(metric, [`m:${asked}`])
      const [byDefault] = allowed[kind]
      const list = allowed[kind].join(', ')
      const said = `to be one of ${list}, got \`${asked}\`; \`${byDefault}\` is used`
      expect(updates.map(({ settings }) => settings.aggregation)).toEqual([byDefault])
      expect(notices.filter(({ level }) => level === 'warn')).toEqual([
        { level: 'warn', message: expect.stringContaining(said) as string },
      ])
      expect(notices.at(-1)?.message).toMatch(
        /^Expected the aggregation of metric `m` of meter `app` \(.+, no unit\)/,
      )
    },
  )
})

it('says of each metric that it does not give what a rule asks', () => {
  const metrics = batch([gauge('a', [1]), gauge('b', [1])])
  const { notices } = collect(createBook(['a:rate', 'b:rate']), metrics)
  expect(notices).toHaveLength(2)
})

function withoutValues(metric: MetricData) {
  const points = metric.dataPoints as unknown[]
  points.push({ attributes: {} }, { value: null }, {}, null, undefined)
  return collectOne(metric)
}

describe('a number that is missing or not finite', () => {
  const odd = [Number.NaN, Infinity, -Infinity, undefined, null, '7', {}] as number[]

  it.each(odd)('drops that data point alone: %j', (value) => {
    for (const metric of [
      counter('m', [2, value]),
      upDown('m', [value, 2]),
      gauge('m', [2, value]),
    ]) {
      const { updates, dropped } = collectOne(metric)
      expect(updates[0]?.aggregate.sum).toBe(2)
      expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 1 }])
    }
  })

  it('gives no update when nothing is left', () => {
    const { updates, dropped } = collectOne(counter('m', [Number.NaN, Infinity]))
    expect(updates).toEqual([])
    expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 2 }])
  })

  it.each([
    ['avg', { sum: Infinity }],
    ['avg', { count: undefined }],
    ['sum', { sum: Number.NaN }],
    ['rate', { sum: undefined }],
    ['max', { max: Infinity }],
    ['max', { max: undefined }],
    ['min', { min: -Infinity }],
    ['count', { count: Number.NaN }],
  ])('drops a histogram’s data point when `%s` needs it: %j', (aggregation, wrong) => {
    const good = { count: 2, sum: 6, min: 1, max: 5 }
    const metric = histogram('m', [good, { ...good, ...wrong } as typeof good])
    const { updates, dropped } = collectOne(metric, [`m:${aggregation}`])
    expect(updates[0]?.aggregate).toMatchObject(good)
    expect(dropped).toEqual([{ chart: 'm', reason: 'nonfinite', count: 1 }])
  })

  it('is left out where the aggregation needs it not', () => {
    const metric = histogram('m', [{ count: 2, sum: Infinity, min: Number.NaN, max: 5 }])
    const { updates, dropped } = collectOne(metric, ['m:max'])
    expect(updates[0]?.aggregate).toMatchObject({ count: 2, sum: 0, min: Infinity, max: 5 })
    expect(dropped).toEqual([])
  })

  it.each(['sum', 'max', 'min', 'rate'])(
    'is left out of the count where `%s` is asked',
    (asked) => {
      const values = [
        { count: Number.NaN, sum: 6, min: 1, max: 5 },
        { count: 2, sum: 4, min: 2, max: 2 },
      ]
      const { updates, dropped } = collectOne(histogram('m', values), [`m:${asked}`])
      expect(updates[0]?.aggregate).toMatchObject({ count: 2, sum: 10, min: 1, max: 5 })
      expect(dropped).toEqual([])
    },
  )

  it('is left out of the sum where the count is asked', () => {
    const values = [
      { count: 2, sum: Infinity, min: 1, max: 5 },
      { count: 2, sum: 4, min: 2, max: 2 },
    ]
    const { updates } = collectOne(histogram('m', values), ['m:count'])
    expect(updates[0]?.aggregate).toMatchObject({ count: 4, sum: 4 })
  })

  it('drops a sum that goes beyond what a number holds', () => {
    const huge = 1.7e308
    expect(collectOne(counter('m', [huge, huge]))).toMatchObject({
      updates: [],
      dropped: [{ chart: 'm', reason: 'nonfinite', count: 2 }],
    })
    expect(collectOne(upDown('m', [huge, huge])).updates).toEqual([])
    const { updates } = collectOne(gauge('m', [huge, huge]))
    expect(updates[0]?.aggregate).toMatchObject({ sum: 0, max: huge })
  })

  it('drops a data point without a value', () => {
    for (const metric of [counter('m', [2]), gauge('m', [2]), upDown('m', [2])]) {
      expect(withoutValues(metric)).toMatchObject({ updates: [{}], dropped: [{ count: 5 }] })
    }
    expect(withoutValues(histogram('m', [{ count: 1, sum: 2 }]))).toMatchObject({
      dropped: [{ count: 5 }],
    })
    const cumulative = histogram('m', [{ count: 1, sum: 2 }], { cumulative: true })
    expect(withoutValues(cumulative)).toMatchObject({ updates: [{}], dropped: [{ count: 5 }] })
    expect(withoutValues(counter('m', [2], { cumulative: true }))).toMatchObject({
      dropped: [{ count: 5 }],
    })
  })
})

describe('a histogram', () => {
  it('of nothing gives nothing', () => {
    for (const nothing of [
      { count: 0, sum: 0 },
      { count: 0, sum: 0, min: 0, max: 0 },
    ]) {
      const { updates, dropped } = collectOne(histogram('m', [nothing]))
      expect(updates).toEqual([])
      expect(dropped).toEqual([])
    }
  })

  it('may be exponential', () => {
    const plain = histogram('m', [{ count: 2, sum: 6, min: 1, max: 5 }])
    const { updates } = collectOne(
      Object.assign(plain, { dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM }),
    )
    expect(updates[0]?.aggregate).toMatchObject({ count: 2, sum: 6, min: 1, max: 5 })
  })

  it('of a gauge, cumulative, tells nothing of a bucket and says what to do', () => {
    const metric = histogram('m', [{ count: 2, min: 1, max: 5 }], { cumulative: true })
    const { updates, dropped, notices } = collectOne(metric)
    expect(updates).toEqual([])
    expect(dropped).toEqual([{ chart: 'm', reason: 'temporality', count: 1 }])
    expect(notices).toEqual([
      { level: 'warn', message: expect.stringContaining('the rule `m:count`') as string },
    ])
  })

  it('of a gauge, cumulative, can be counted', () => {
    const metric = histogram('m', [{ count: 2, min: 1, max: 5 }], { cumulative: true })
    expect(collectOne(metric, ['m:count']).updates[0]?.aggregate).toMatchObject({ count: 2 })
  })
})

it('adds a data point that carries otel.metric.overflow like any other', () => {
  const overflow = { value: 5, attributes: { 'otel.metric.overflow': true } }
  expect(collectOne(counter('m', [2, overflow])).updates[0]?.aggregate.sum).toBe(7)
})
