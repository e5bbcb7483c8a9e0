import { ExportResultCode } from '@opentelemetry/core'
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { CollectionResult, MetricData, MetricProducer } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { counter, gauge, histogram, resourceMetrics } from '../support/metrics.ts'
import { useApp, valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'

const cumulative = { aggregationTemporality: AggregationTemporality.CUMULATIVE }

describe('a reader that collects several times a bucket', () => {
  it('gives one point that holds all of them: sums, averages, peaks, levels', async () => {
    const local = await useLocal()
    // With 'due' a flush collects and posts nothing, since no bucket is over.
    const { provider } = useApp(local, {
      forceFlush: 'due',
      charts: ['users', 'latency', 'depth', 'depth:min=low', 'open', 'open:max=most', 'heat'],
    })
    const meter = provider.getMeter('app')
    const users = meter.createCounter('users')
    const latency = meter.createHistogram('latency')
    const depth = meter.createGauge('depth')
    const open = meter.createUpDownCounter('open')
    let heat = 0
    meter.createObservableGauge('heat').addCallback((result) => {
      result.observe(heat)
    })
    for (const [value, peak] of [
      [1, 2],
      [2, 99],
      [3, 4],
    ] as const) {
      users.add(value)
      latency.record(value)
      for (const one of [peak, 3]) depth.record(one)
      open.add(value === 3 ? -2 : value)
      heat = peak
      await provider.forceFlush()
    }
    expect(local.requests().received).toBe(0)
    heat = 0
    await provider.shutdown()
    const charts = ['users', 'latency', 'depth', 'low', 'open', 'most', 'heat']
    expect(charts.map((chart) => [chart, valuesOf(local, chart)])).toEqual([
      ['users', [6]],
      ['latency', [2]],
      ['depth', [99]],
      ['low', [2]],
      ['open', [1]],
      ['most', [3]],
      ['heat', [99]],
    ])
  })
})

describe('flushes that overlap', () => {
  it('take no collection for a part of another', async () => {
    const local = await useLocal()
    const { provider } = useApp(local, { charts: ['users', 'open:min=lowest'] })
    const meter = provider.getMeter('app')
    const users = meter.createCounter('users')
    const open = meter.createUpDownCounter('open')
    for (const id of [1, 2, 3]) {
      users.add(1, { id })
      open.add(1, { id })
    }
    await Promise.all([provider.forceFlush(), provider.forceFlush(), provider.forceFlush()])
    expect(valuesOf(local, 'users')).toEqual([3])
    expect(new Set(valuesOf(local, 'lowest'))).toEqual(new Set([3]))
  })
})

describe('metric producers', () => {
  it('are charted beside the app: deltas, and what cumulative data grew by', async () => {
    const local = await useLocal()
    let collections = 0
    const producer: MetricProducer = {
      collect(): Promise<CollectionResult> {
        collections += 1
        const at = { startMillis: 1000, endMillis: 2000 * collections }
        const foreign: MetricData[] = [
          counter('foreign.delta', 2, at),
          { ...counter('foreign.total', 10 * collections, at), ...cumulative },
          { ...histogram('foreign.sizes', Array(collections).fill(4), at), ...cumulative },
          { ...counter('foreign.level', 7 - collections, at), ...cumulative, isMonotonic: false },
          gauge('foreign.heat', collections, at),
        ]
        return Promise.resolve({ resourceMetrics: resourceMetrics({ foreign }), errors: [] })
      },
    }
    const { provider } = useApp(local, { metricProducers: [producer] })
    provider.getMeter('app').createCounter('users').add(1)
    await provider.forceFlush()
    await provider.forceFlush()
    const charts = ['users', 'delta', 'total', 'sizes', 'level', 'heat']
    const names = charts.map((name) => (name === 'users' ? name : `foreign.${name}`))
    expect(names.map((chart) => [chart, valuesOf(local, chart)])).toEqual([
      ['users', [1]],
      ['foreign.delta', [2, 2]],
      ['foreign.total', [10, 10]],
      ['foreign.sizes', [4, 4]],
      ['foreign.level', [6, 5]],
      ['foreign.heat', [1, 2]],
    ])
  })
})

describe('a cumulative producer that begins anew', () => {
  it.each([
    ['with lower values', { startMillis: 1000, total: 4, sizes: [6], charted: [4, 6] }],
    // Only the start tells: the growth would be 20, and 7 for one measurement.
    [
      'later, with higher values',
      { startMillis: 3000, total: 30, sizes: [3, 3, 3], charted: [30, 3] },
    ],
  ])('%s counts from zero', async (_, { startMillis, total, sizes, charted }) => {
    const local = await useLocal()
    const life = { startMillis: 1000, total: 10, sizes: [1, 1] }
    const lives = [life, { startMillis, total, sizes }]
    let collections = 0
    const producer: MetricProducer = {
      collect(): Promise<CollectionResult> {
        const now = lives[collections] ?? life
        collections += 1
        const at = { startMillis: now.startMillis, endMillis: 4000 * collections }
        const foreign: MetricData[] = [
          { ...counter('foreign.total', now.total, at), ...cumulative },
          { ...histogram('foreign.sizes', now.sizes, at), ...cumulative },
        ]
        return Promise.resolve({ resourceMetrics: resourceMetrics({ foreign }), errors: [] })
      },
    }
    const { provider } = useApp(local, { metricProducers: [producer] })
    await provider.forceFlush()
    await provider.forceFlush()
    expect(valuesOf(local, 'foreign.total')).toEqual([10, charted[0]])
    expect(valuesOf(local, 'foreign.sizes')).toEqual([1, charted[1]])
  })
})

describe('a second reader', () => {
  it('of its own temporality takes nothing from ours', async () => {
    const local = await useLocal()
    const ours = createSpikelogReader(
      { apiKey: local.apiKey, endpoint: local.endpoint },
      { logger: new FakeLogger(), environment: () => undefined },
    )
    const others: unknown[] = []
    const other = new PeriodicExportingMetricReader({
      exporter: {
        export(metrics, done) {
          others.push(metrics)
          done({ code: ExportResultCode.SUCCESS })
        },
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    })
    const provider = new MeterProvider({ readers: [other, ours] })
    onTestFinished(() => provider.shutdown())
    const users = provider.getMeter('app').createCounter('users')
    for (const value of [1, 2, 3]) {
      users.add(value)
      await provider.forceFlush()
      await other.forceFlush()
    }
    expect(valuesOf(local, 'users')).toEqual([1, 2, 3])
    expect(others).toHaveLength(6)
  })
})

describe('an observable callback that throws', () => {
  it('costs only its instrument', async () => {
    const local = await useLocal()
    const { provider } = useApp(local)
    const meter = provider.getMeter('app')
    meter.createObservableGauge('broken').addCallback(() => {
      throw new Error('no sensor')
    })
    meter.createCounter('users').add(1)
    await provider.forceFlush()
    expect(local.charts().map(({ chart }) => chart)).toEqual(['users'])
  })
})

describe('a reader of the app’s own', () => {
  it('of 60 s gives one point a bucket through the real SDK', async () => {
    const local = await useLocal()
    const exporter = new SpikelogMetricExporter(
      { apiKey: local.apiKey, endpoint: local.endpoint, forceFlush: 'due' },
      { logger: new FakeLogger(), environment: () => undefined },
    )
    const reader = new PeriodicExportingMetricReader({ exporter })
    const provider = new MeterProvider({ readers: [reader] })
    const users = provider.getMeter('app').createCounter('users')
    for (let minute = 0; minute < 4; minute += 1) {
      users.add(1)
      await reader.forceFlush()
    }
    await provider.shutdown()
    expect(valuesOf(local, 'users')).toEqual([4])
  })
})
