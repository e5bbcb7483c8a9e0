import { ExportResultCode } from '@opentelemetry/core'
import * as newest from '@opentelemetry/sdk-metrics'
import * as oldest from '@spikelog-otel-test/sdk-2'
import { afterEach, describe, expect, it } from 'vitest'
import { selectAggregationOption } from '../../../packages/exporter/src/charts/select-aggregation-option.ts'
import { selectTemporality } from '../../../packages/exporter/src/charts/select-temporality.ts'
import { collect, createBook } from './fake-metrics.ts'

const providers: { shutdown: () => Promise<void> }[] = []
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.shutdown()
})

// A provider whose reader asks what the exporter asks.
function createMeter(sdk: typeof newest, lastOfGauges: boolean, cumulative: boolean) {
  class ManualReader extends sdk.MetricReader {
    protected override async onForceFlush(): Promise<void> {}
    protected override async onShutdown(): Promise<void> {}
  }
  const reader = new ManualReader({
    aggregationSelector: (type) =>
      selectAggregationOption(type, { lastOfGauges, quantiles: false }),
    aggregationTemporalitySelector: (type) =>
      cumulative ? newest.AggregationTemporality.CUMULATIVE : selectTemporality(type),
  })
  const provider = new sdk.MeterProvider({ readers: [reader] })
  providers.push(provider)
  const collectAll = async () => (await reader.collect()).resourceMetrics
  return { meter: provider.getMeter('app'), collectAll }
}

// The copies differ in types that have private parts, not in what they do.
const sdks = [
  ['3.x', newest],
  ['2.0.0', oldest as unknown as typeof newest],
] as const

const valuesOf = ({ updates }: ReturnType<typeof collect>) =>
  Object.fromEntries(
    updates.map(({ chart, aggregate, settings }) => [
      chart,
      [settings.aggregation, { ...aggregate, fromMillis: 0, toMillis: 0 }],
    ]),
  )

const last = (value: number, seq = 1) => ({ atMillis: 1000, seq, value })

describe.each(sdks)('instruments of SDK %s', (_, sdk) => {
  const bounds = { fromMillis: 0, toMillis: 0 }
  const untold = { min: Infinity, max: -Infinity }

  it('become charts, collection after collection', async () => {
    const { meter, collectAll } = createMeter(sdk, false, false)
    const [users, users2] = [{ a: 1 }, { a: 2 }]
    const counter = meter.createCounter('counter')
    const histogram = meter.createHistogram('histogram')
    const gauge = meter.createGauge('gauge')
    const upDown = meter.createUpDownCounter('upDown')
    let observed = 10
    meter.createObservableCounter('observableCounter').addCallback((result) => {
      result.observe(observed)
    })
    meter.createObservableGauge('observableGauge').addCallback((result) => {
      result.observe(observed)
      result.observe(1, users)
    })
    meter.createObservableUpDownCounter('observableUpDown').addCallback((result) => {
      result.observe(observed, users)
      result.observe(1, users2)
    })
    counter.add(1, users)
    counter.add(2, users2)
    for (const value of [1, 5]) histogram.record(value, users)
    histogram.record(3, users2)
    for (const value of [7, 2]) gauge.record(value)
    upDown.add(4, users)
    upDown.add(5, users2)

    const book = createBook()
    expect(valuesOf(collect(book, await collectAll(), 1000))).toEqual({
      counter: ['sum', { count: 0, sum: 3, ...untold, ...bounds }],
      histogram: ['avg', { count: 3, sum: 9, min: 1, max: 5, ...bounds }],
      gauge: ['max', { count: 2, sum: 0, min: 2, max: 7, ...bounds }],
      upDown: ['last', { count: 1, sum: 9, min: 9, max: 9, last: last(9), ...bounds }],
      observableCounter: ['sum', { count: 0, sum: 10, ...untold, ...bounds }],
      observableGauge: ['max', { count: 2, sum: 11, min: 1, max: 10, last: last(10), ...bounds }],
      observableUpDown: [
        'last',
        { count: 1, sum: 11, min: 11, max: 11, last: last(11), ...bounds },
      ],
    })

    observed = 12
    counter.add(5, users)
    upDown.add(-3, users)
    expect(valuesOf(collect(book, await collectAll(), 1000))).toMatchObject({
      counter: ['sum', { sum: 5 }],
      upDown: ['last', { sum: 6, last: last(6, 2) }],
      observableCounter: ['sum', { sum: 2 }],
      observableGauge: ['max', { max: 12 }],
      observableUpDown: ['last', { sum: 13 }],
    })
  })

  it('become the same sums when the reader insists on cumulative data', async () => {
    const { meter, collectAll } = createMeter(sdk, false, true)
    const counter = meter.createCounter('counter')
    const histogram = meter.createHistogram('histogram')
    let observed = 10
    meter.createObservableCounter('observable').addCallback((result) => {
      result.observe(observed)
    })
    const book = createBook()
    const sums = []
    for (const [added, next] of [
      [5, 10],
      [2, 13],
      [0, 4],
      [1, 5],
    ] as const) {
      observed = next
      counter.add(added)
      histogram.record(added)
      const { updates } = collect(book, await collectAll(), 1000)
      sums.push(updates.map(({ aggregate: { sum, count } }) => [sum, count]))
    }
    expect(sums).toEqual([
      [
        [5, 0],
        [5, 1],
        [10, 0],
      ],
      [
        [2, 0],
        [2, 1],
        [3, 0],
      ],
      // The observed counter went back from 13 to 4: a restart.
      [
        [0, 0],
        [0, 1],
        [4, 0],
      ],
      [
        [1, 0],
        [1, 1],
        [1, 0],
      ],
    ])
  })

  it('gauges tell their last value when a rule asks for it', async () => {
    const { meter, collectAll } = createMeter(sdk, true, false)
    const gauge = meter.createGauge('gauge')
    for (const value of [7, 2]) gauge.record(value)
    const { updates } = collect(createBook(['gauge:last']), await collectAll())
    expect(updates).toMatchObject([
      { settings: { aggregation: 'last' }, aggregate: { last: { value: 2 } } },
    ])
  })

  it('counters lose nothing above the cardinality limit', async () => {
    const { meter, collectAll } = createMeter(sdk, false, false)
    const counter = meter.createCounter('counter')
    for (let i = 0; i < 2500; i += 1) counter.add(1, { i })
    const { updates } = collect(createBook(), await collectAll())
    expect(updates).toMatchObject([{ aggregate: { sum: 2500 } }])
  })
})

it('parts that the reader of SDK 3.x makes are one collection', async () => {
  const parts: newest.ResourceMetrics[] = []
  const reader = new newest.PeriodicExportingMetricReader({
    maxExportBatchSize: 2,
    exporter: {
      export: (metrics, done) => {
        parts.push(metrics)
        done({ code: ExportResultCode.SUCCESS })
      },
      forceFlush: async () => {},
      shutdown: async () => {},
      selectAggregationTemporality: selectTemporality,
    },
  })
  const provider = new newest.MeterProvider({ readers: [reader] })
  providers.push(provider)
  const upDown = provider.getMeter('app').createUpDownCounter('m')
  for (let i = 1; i <= 5; i += 1) upDown.add(i, { i })
  await provider.forceFlush()
  expect(parts.length).toBeGreaterThan(2)
  const book = createBook()
  for (const part of parts) book.add(part, 1000)
  expect(book.take().updates).toMatchObject([{ aggregate: { count: 1, sum: 15 } }])
})
