import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { ResourceMetrics, ViewOptions } from '@opentelemetry/sdk-metrics'
import { chartViews, createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { FakeTransport } from '../support/fake-transport.ts'
import { testKey } from '../support/use-client.ts'
import { verifies } from '../requirements.ts'
import { chartWith, metrics, useFrozenTime } from './support/measured-app.ts'

const bucketMillis = 300_000

function useProvider(options: SpikelogReaderOptions, views: ViewOptions[] = []) {
  const transport = new FakeTransport()
  const clock = new FakeClock()
  const logger = new FakeLogger()
  const ours = createSpikelogReader(
    { apiKey: testKey, ...options },
    { transport, clock, logger, environment: () => undefined },
  )
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const other = new PeriodicExportingMetricReader({ exporter: memory })
  const provider = new MeterProvider({ views, readers: [ours, other] })
  onTestFinished(() => provider.shutdown())
  return { meter: provider.getMeter('app'), provider, transport, clock, logger, memory, other }
}

function namesIn(exported: readonly ResourceMetrics[]): string[] {
  const all = exported.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name)),
  )
  return [...new Set(all)]
}

describe(verifies('views', 'what is measured'), () => {
  useFrozenTime()

  it('with chartViews is what is charted, by the attributes that rules ask for', async () => {
    const charts = [
      { metric: 'app.counter', where: { plan: 'pro' } },
      'app.histogram',
      'watched.counter',
    ]
    const seen: ResourceMetrics[] = []
    await chartWith({ charts, chartedOnly: true }, chartViews(charts), seen)
    expect(namesIn(seen)).toEqual(['app.counter', 'app.histogram', 'watched.counter'])
    const sets = seen[0]?.scopeMetrics[0]?.metrics.map(({ dataPoints }) =>
      dataPoints.map(({ attributes }) => attributes),
    )
    expect(sets).toEqual([
      [{ plan: 'pro' }, { plan: 'free' }],
      [{}],
      // The SDK would keep one of the sets that a view makes equal here, and lose the others.
      [
        { plan: 'pro', region: 'eu', seats: 5 },
        { plan: 'pro', region: 'us', seats: 1 },
        { plan: 'free', region: 'eu' },
      ],
    ])
  })

  it('without chartedOnly is everything', async () => {
    const seen: ResourceMetrics[] = []
    await chartWith({ charts: ['app.counter'] }, chartViews(['app.counter']), seen)
    expect(namesIn(seen)).toEqual([...metrics])
  })
})

describe('chartedOnly', () => {
  it('leaves other readers what no view matches', async () => {
    const charts = ['users']
    const { meter, transport, clock, provider, memory, other, logger } = useProvider(
      { charts, chartedOnly: true },
      chartViews(charts),
    )
    meter.createCounter('users').add(1)
    meter.createCounter('orders').add(2, { shop: 'a' })
    meter.createObservableGauge('heat').addCallback((result) => result.observe(3, { room: 'a' }))
    await provider.forceFlush()
    await other.forceFlush()
    expect(transport.posts.map(({ chart, value }) => [chart, value])).toEqual([['users', 1]])
    expect(namesIn(memory.getMetrics())).toEqual(['users', 'orders', 'heat'])
    await clock.advance(3 * bucketMillis)
    await provider.shutdown()
    expect(logger.lines).toEqual([])
  })

  const advice =
    /`chartedOnly` drops every instrument that no view matches\. Give the meter provider `views: chartViews\(charts\)`/u

  it('says once what to do when the provider has no views, though nothing is ever exported', async () => {
    const { meter, provider, transport, clock, logger } = useProvider({ chartedOnly: true })
    meter.createCounter('users').add(1)
    meter.createCounter('orders').add(1)
    await clock.advance(bucketMillis)
    expect(logger.lines).toEqual([])
    await clock.advance(bucketMillis)
    expect(logger.at('warn')).toEqual([expect.stringMatching(advice)])
    meter.createCounter('late').add(1)
    await clock.advance(5 * bucketMillis)
    await provider.shutdown()
    expect(logger.lines).toHaveLength(1)
    expect(transport.posts).toEqual([])
  })

  it('says so at the shutdown of a process that ends before its first bucket', async () => {
    const { meter, provider, clock, logger } = useProvider({ chartedOnly: true })
    meter.createCounter('users').add(1)
    meter.createCounter('orders').add(1)
    await provider.forceFlush()
    expect(logger.lines).toEqual([])
    await provider.shutdown()
    expect(logger.at('warn')).toEqual([expect.stringMatching(advice)])
    expect(clock.pendingTimers).toBe(0)
  })

  it('says nothing, and leaves no timer, where there is no instrument at all', async () => {
    const { provider, clock, logger } = useProvider({ chartedOnly: true })
    await clock.advance(3 * bucketMillis)
    await provider.shutdown()
    expect(logger.lines).toEqual([])
    expect(clock.pendingTimers).toBe(0)
  })
})
