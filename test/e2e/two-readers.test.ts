import type { Meter } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { MeterProviderOptions, ViewOptions } from '@opentelemetry/sdk-metrics'
import { chartViews, createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { settled } from '../support/fake-clock.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'
import { useOtlp } from './support/use-otlp.ts'

type Reader = NonNullable<MeterProviderOptions['readers']>[number]

/** Makes its instruments; what it returns measures once a minute. */
type App = (meter: Meter) => (minute: number) => void

interface Situation {
  readonly temporality?: AggregationTemporalityPreference
  /** Whether the other reader comes before the OTLP one. */
  readonly isFirst?: boolean
  readonly views?: ViewOptions[]
}

const { DELTA: deltas, CUMULATIVE: totals } = AggregationTemporalityPreference
const minuteMillis = 60_000
const bucketMillis = 300_000
/** Two buckets and a bit: the shutdown collects too. */
const minutes = 11

/** Collects as often as ours, and does nothing with it. */
function createNoOpReader(): Reader {
  return new PeriodicExportingMetricReader({
    exportIntervalMillis: bucketMillis,
    exporter: {
      export: (_, done) => done({ code: ExportResultCode.SUCCESS }),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  })
}

function createOurs(local: LocalSpikelog, options: SpikelogReaderOptions = {}): Reader {
  return createSpikelogReader(
    { apiKey: local.apiKey, endpoint: local.endpoint, ...options },
    { logger: new FakeLogger(), environment: () => undefined },
  )
}

/** What an OTLP server gets of an app in eleven minutes. Time is the same in every run. */
async function runBeside(
  other: Reader | undefined,
  app: App,
  { temporality = totals, isFirst = false, views = [] }: Situation = {},
): Promise<readonly string[]> {
  vi.setSystemTime(Date.UTC(2026, 0, 1))
  const otlp = await useOtlp(minuteMillis, temporality)
  const others = other === undefined ? [] : [other]
  const readers = isFirst ? [...others, otlp.reader] : [otlp.reader, ...others]
  const provider = new MeterProvider({ readers, views })
  const measure = app(provider.getMeter('app', '1.0.0'))
  for (let minute = 1; minute <= minutes; minute += 1) {
    measure(minute)
    vi.advanceTimersByTime(minuteMillis)
    await otlp.exported(minute)
    await settled()
  }
  await provider.shutdown()
  expect(otlp.bodies()).toHaveLength(minutes + 1)
  return otlp.bodies()
}

const routes = [{ route: '/a', status: 200 }, { route: '/b', status: 500 }, {}]

const synchronous: App = (meter) => {
  const counter = meter.createCounter('requests', { unit: '{request}', description: 'all' })
  const upDown = meter.createUpDownCounter('open')
  const latency = meter.createHistogram('latency', { unit: 's' })
  const size = meter.createHistogram('size', { advice: { explicitBucketBoundaries: [10, 100] } })
  const gauge = meter.createGauge('depth')
  return (minute) => {
    for (const [index, route] of routes.entries()) {
      // Not each series in each minute.
      if ((minute + index) % 3 === 0) continue
      counter.add(minute + index, route)
      upDown.add(index - minute, route)
      latency.record(minute / (index + 1), route)
      size.record(minute * 10 ** index, route)
      gauge.record(100 - minute, route)
    }
  }
}

/** Counts how often it is asked, as a callback that reads and resets something would. */
const observable: App = (meter) => {
  let calls = 0
  meter.createObservableCounter('calls').addCallback((result) => {
    calls += 1
    for (const [index, route] of routes.entries()) result.observe(calls * (index + 1), route)
  })
  meter.createObservableUpDownCounter('level').addCallback((result) => result.observe(-calls))
  meter.createObservableGauge('calls.now').addCallback((result) => result.observe(calls))
  return () => {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe(verifies('readers', 'an OTLP reader beside ours'), () => {
  it.each([
    ['deltas', deltas, false, {}],
    ['deltas, after ours', deltas, true, {}],
    ['totals', totals, false, {}],
    ['totals, after ours', totals, true, {}],
    ['totals beside rules', totals, false, { charts: ['requests', 'open:max', 'depth:last'] }],
    ['totals beside quantiles', totals, true, { charts: ['latency:p95=slow'] }],
    ['deltas beside chartedOnly', deltas, true, { charts: ['requests'], chartedOnly: true }],
  ] as const)(
    'sends of synchronous instruments what it would send alone, to the byte: %s',
    async (_, temporality, isFirst, options) => {
      const local = await useLocal()
      const alone = await runBeside(undefined, synchronous, { temporality })
      const ours = createOurs(local, options)
      expect(await runBeside(ours, synchronous, { temporality, isFirst })).toEqual(alone)
    },
  )

  it('sends what chartViews leaves, as they belong to the provider', async () => {
    const local = await useLocal()
    const [first = ''] = await runBeside(createOurs(local), synchronous, {
      views: chartViews([{ metric: 'requests', where: { status: 500 } }]),
    })
    const { metrics } = JSON.parse(first).resourceMetrics[0].scopeMetrics[0]
    const requests = metrics.find(({ name }: { name: string }) => name === 'requests')
    const points: readonly { attributes: unknown }[] = requests.sum.dataPoints
    expect(points.map(({ attributes }) => attributes)).toEqual([
      [{ key: 'status', value: { intValue: 200 } }],
      [{ key: 'status', value: { intValue: 500 } }],
    ])
  })

  it('leaves ours what it would have alone', async () => {
    const local = await useLocal()
    await runBeside(createOurs(local), synchronous)
    const all = Array.from({ length: minutes }, (_, index) => index + 1)
    const sum = all.flatMap((minute) =>
      routes.map((_, index) => ((minute + index) % 3 === 0 ? 0 : minute + index)),
    )
    expect(valuesOf(local, 'requests').reduce((a, b) => a + b, 0)).toBe(
      sum.reduce((a, b) => a + b, 0),
    )
  })

  it.each([
    ['deltas', deltas, false],
    ['deltas, after ours', deltas, true],
    ['totals', totals, false],
    ['totals, after ours', totals, true],
  ] as const)(
    'sends of observable instruments what it would send beside a reader that does nothing: %s',
    async (_, temporality, isFirst) => {
      const local = await useLocal()
      const beside = await runBeside(createNoOpReader(), observable, { temporality, isFirst })
      const withOurs = await runBeside(createOurs(local), observable, { temporality, isFirst })
      expect(withOurs).toEqual(beside)
      // Which is not what it would send alone: any reader asks the callbacks.
      expect(await runBeside(undefined, observable, { temporality })).not.toEqual(beside)
    },
  )
})
