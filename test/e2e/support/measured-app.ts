import type { Meter } from '@opentelemetry/api'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { ResourceMetrics, ViewOptions } from '@opentelemetry/sdk-metrics'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { afterEach, beforeEach, vi } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { FakeTransport } from '../../support/fake-transport.ts'
import { testKey } from '../../support/use-client.ts'

/** One instrument of each kind, by the name of its metric. */
export const metrics = [
  'app.counter',
  'app.upDown',
  'app.histogram',
  'app.gauge',
  'watched.counter',
  'watched.upDown',
  'watched.gauge',
] as const

/** What is measured in each round. Sums of eighths are exact in whatever order they are made. */
const rounds: readonly (readonly number[])[] = [[3, 0.5, 9.25, 1], [0.125, 7], [], [2, 2, 16.5]]

const users = [
  { plan: 'pro', region: 'eu', seats: 5 },
  { plan: 'pro', region: 'us', seats: 1 },
  { plan: 'free', region: 'eu' },
]

/** Stops the clock that the SDK reads, so that two runs take exactly the same time. */
export function useFrozenTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** What an app that measures by every kind of instrument posts: charts and values, in order. */
export async function chartWith(
  options: SpikelogExporterOptions,
  views: ViewOptions[] = [],
  seen: ResourceMetrics[] = [],
): Promise<readonly (readonly [chart: string, value: unknown])[]> {
  const transport = new FakeTransport()
  const clock = new FakeClock()
  const exporter = new SpikelogMetricExporter(
    { apiKey: testKey, maxCharts: 1000, clamp: false, ...options },
    { transport, clock, logger: new FakeLogger(), environment: () => undefined },
  )
  const reader = new PeriodicExportingMetricReader({
    exporter: {
      export(data, done) {
        seen.push(data)
        exporter.export(data, done)
      },
      selectAggregation: (type) => exporter.selectAggregation(type),
      selectAggregationTemporality: (type) => exporter.selectAggregationTemporality(type),
      forceFlush: () => clock.until(exporter.forceFlush()),
      shutdown: () => clock.until(exporter.shutdown()),
    },
  })
  const provider = new MeterProvider({ views, readers: [reader] })
  await measure(provider.getMeter('app'), async () => {
    vi.setSystemTime(Date.now() + 60_000)
    await clock.advance(60_000)
    await provider.forceFlush()
  })
  await provider.shutdown()
  return transport.posts.map(({ chart, value }) => [chart, value])
}

/** Measures with every kind of instrument, each with three attribute sets, round by round. */
async function measure(meter: Meter, finishRound: () => Promise<void>): Promise<void> {
  const counter = meter.createCounter('app.counter')
  const upDown = meter.createUpDownCounter('app.upDown')
  const histogram = meter.createHistogram('app.histogram', {
    advice: { explicitBucketBoundaries: [1, 5] },
  })
  const gauge = meter.createGauge('app.gauge')
  let seen = 0
  meter.createObservableCounter('watched.counter').addCallback((result) => {
    for (const [index, user] of users.entries()) result.observe(seen * (index + 1), user)
  })
  meter.createObservableUpDownCounter('watched.upDown').addCallback((result) => {
    for (const [index, user] of users.entries()) result.observe(40 - seen * (index + 1), user)
  })
  meter.createObservableGauge('watched.gauge').addCallback((result) => {
    for (const [index, user] of users.entries()) result.observe(seen / 8 - index, user)
  })
  for (const values of rounds) {
    for (const [index, value] of values.entries()) {
      const user = users[index % users.length]
      counter.add(value, user)
      upDown.add(index % 2 === 0 ? value : -value, user)
      histogram.record(value, user)
      gauge.record(index % 2 === 0 ? value : -value, user)
      seen += value
    }
    await finishRound()
  }
}
