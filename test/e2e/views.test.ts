import { AggregationType } from '@opentelemetry/sdk-metrics'
import type { AggregationOption, ViewOptions } from '@opentelemetry/sdk-metrics'
import type { Meter } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { useApp, valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'

/** Measures with every instrument: 3 and 5, of `m`. */
const instruments = {
  counter(meter: Meter) {
    const counter = meter.createCounter('m')
    for (const value of [3, 5]) counter.add(value, { value })
  },
  histogram(meter: Meter) {
    const histogram = meter.createHistogram('m')
    for (const value of [3, 5]) histogram.record(value, { value })
  },
  gauge(meter: Meter) {
    const gauge = meter.createGauge('m')
    for (const value of [5, 3]) gauge.record(value)
  },
  upDown(meter: Meter) {
    const upDown = meter.createUpDownCounter('m')
    for (const value of [5, -3]) upDown.add(value)
  },
  observableCounter(meter: Meter) {
    meter.createObservableCounter('m').addCallback((result) => {
      for (const value of [3, 5]) result.observe(value, { value })
    })
  },
  observableGauge(meter: Meter) {
    meter.createObservableGauge('m').addCallback((result) => {
      for (const value of [3, 5]) result.observe(value, { value })
    })
  },
}

const explicit: AggregationOption = {
  type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
  options: { boundaries: [1, 4] },
}
const exponential: AggregationOption = { type: AggregationType.EXPONENTIAL_HISTOGRAM }
const sum: AggregationOption = { type: AggregationType.SUM }
const newest: AggregationOption = { type: AggregationType.LAST_VALUE }

describe('a view of the app', () => {
  it.each<[keyof typeof instruments, string, AggregationOption, number | undefined]>([
    ['counter', 'a histogram', explicit, 4],
    ['counter', 'its last value', newest, 5],
    ['histogram', 'buckets', explicit, 4],
    ['histogram', 'an exponential histogram', exponential, 4],
    ['histogram', 'a sum', sum, 8],
    ['histogram', 'its last value', newest, 5],
    ['gauge', 'an exponential histogram', exponential, 5],
    ['gauge', 'its last value', newest, 3],
    ['upDown', 'its last value', newest, -3],
    ['observableCounter', 'a histogram', explicit, 4],
    ['observableGauge', 'an exponential histogram', exponential, 5],
    ['observableGauge', 'nothing', { type: AggregationType.DROP }, undefined],
    ['counter', 'nothing', { type: AggregationType.DROP }, undefined],
  ])('that makes of a %s %s decides', async (instrument, _, aggregation, value) => {
    const local = await useLocal()
    const { provider, logger } = useApp(
      local,
      { clamp: false },
      { views: [{ instrumentName: 'm', aggregation }] },
    )
    instruments[instrument](provider.getMeter('app'))
    await provider.forceFlush()
    expect(local.charts().map(({ lastValue }) => lastValue)).toEqual(
      value === undefined ? [] : [value],
    )
    expect(logger.lines).toEqual([])
  })

  it('that makes an up-down counter a histogram leaves nothing to chart, and that is said once', async () => {
    const local = await useLocal()
    const views: ViewOptions[] = [{ instrumentName: 'm', aggregation: explicit }]
    const { provider, logger } = useApp(local, {}, { views })
    instruments.upDown(provider.getMeter('app'))
    await provider.forceFlush()
    await provider.forceFlush()
    expect(local.charts()).toEqual([])
    expect(logger.at('warn')).toEqual([expect.stringContaining('Remove the view')])
  })

  it('that renames an instrument renames its chart, also for rules', async () => {
    const local = await useLocal()
    const { provider } = useApp(
      local,
      { charts: ['sign-ups', 'm'] },
      { views: [{ instrumentName: 'm', name: 'sign-ups' }] },
    )
    instruments.counter(provider.getMeter('app'))
    await provider.forceFlush()
    expect(local.charts().map(({ chart, lastValue }) => [chart, lastValue])).toEqual([
      ['sign-ups', 8],
    ])
  })

  it('without an aggregation gives counters and histograms as before', async () => {
    const local = await useLocal()
    const views = [{ instrumentName: '*', attributesProcessors: [] }]
    const { provider } = useApp(local, {}, { views })
    const meter = provider.getMeter('app')
    meter.createCounter('users').add(2)
    const latency = meter.createHistogram('latency')
    for (const value of [1, 3]) latency.record(value)
    await provider.forceFlush()
    expect(valuesOf(local, 'users')).toEqual([2])
    expect(valuesOf(local, 'latency')).toEqual([2])
  })
})
