import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { FakeTransport } from '../support/fake-transport.ts'
import { OwnMetricsReader } from '../support/own-metrics-reader.ts'
import { bucketMillis, testKey } from '../support/use-client.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const exported = 'otel.sdk.exporter.metric_data_point.exported'

/** A provider whose own reader is ours, and to which our exporter reports; time is the test's. */
function useFeedback(options: SpikelogReaderOptions = {}) {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const logger = new FakeLogger()
  const own = new OwnMetricsReader()
  const provider: MeterProvider = new MeterProvider({
    readers: [
      createSpikelogReader(
        { apiKey: testKey, forceFlush: 'due', meterProvider: () => provider, ...options },
        { clock, transport, logger, environment: () => undefined },
      ),
      own,
    ],
  })
  onTestFinished(() => clock.until(provider.shutdown()))
  const users = provider.getMeter('app').createCounter('users')
  const startMillis = clock.now()
  /** How many points are posted in these buckets, each of which is collected in its middle. */
  const pass = async (buckets: number, measure: () => void = () => {}): Promise<number> => {
    const before = transport.posts.length
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      measure()
      // Collects, exports, and posts what is due.
      await provider.forceFlush()
      // The first bucket begins with its collection.
      await clock.advance(clock.now() > startMillis ? bucketMillis : 1.5 * bucketMillis)
    }
    return transport.posts.length - before
  }
  return { clock, transport, logger, own, provider, users, pass }
}

describe(verifies('selfMetrics', 'own metrics on the provider of our own reader'), () => {
  it('cost no post and no slot, over many buckets', async () => {
    const { transport, logger, own, users, pass } = useFeedback({ maxCharts: 1 })
    expect(await pass(300, () => users.add(1))).toBe(300)
    expect(await own.exported()).toEqual({ none: 300 })
    // Nothing is measured any more: nothing is posted, however much there is to tell of ourselves.
    expect(await pass(300)).toBe(0)
    expect(new Set(transport.posts.map(({ chart }) => chart))).toEqual(new Set(['users']))
    expect(logger.lines).toEqual([])
  })

  it('cost one post a bucket when a rule charts one of them, and no more with time', async () => {
    const { transport, users, pass } = useFeedback({ charts: ['users', `${exported}=posts`] })
    await pass(50, () => users.add(1))
    expect(await pass(100)).toBe(100)
    expect(await pass(100)).toBe(100)
    // Each of these points tells of the one before it.
    expect(transport.valuesOf('posts').slice(-90)).toEqual(Array.from({ length: 90 }, () => 1))
  })

  it('are recorded in a shutdown without another collection, flush or post', async () => {
    const { clock, transport, own, provider, users } = useFeedback()
    users.add(5)
    const collect = vi.spyOn(own, 'collect')
    await clock.until(provider.shutdown())
    expect(transport.valuesOf('users')).toEqual([5])
    expect(collect).not.toHaveBeenCalled()
  })

  it('cost no post on real sockets and timers either', async () => {
    const local = await useLocal()
    const provider: MeterProvider = new MeterProvider({
      readers: [
        createSpikelogReader(
          {
            apiKey: local.apiKey,
            endpoint: local.endpoint,
            bucketMillis: 40,
            meterProvider: () => provider,
          },
          { logger: new FakeLogger(), environment: () => undefined },
        ),
      ],
    })
    onTestFinished(() => provider.shutdown())
    const meter = provider.getMeter('app')
    const users = meter.createCounter('users')
    let isBusy = true
    let measured = 0
    let collections = 0
    meter.createObservableGauge('collections').addCallback(() => {
      collections += 1
      if (isBusy) users.add(1)
      if (isBusy) measured += 1
    })
    const stored = (): number => local.points('users').reduce((sum, { value }) => sum + value, 0)
    await vi.waitFor(() => expect(local.points('users').length).toBeGreaterThan(20), 10_000)
    isBusy = false
    await vi.waitFor(() => expect(stored()).toBe(measured), 10_000)
    const { received } = local.requests()
    const from = collections
    await vi.waitFor(() => expect(collections).toBeGreaterThan(from + 20), 10_000)
    expect(local.requests().received).toBe(received)
    expect(local.charts().map(({ chart }) => chart)).toEqual(['users'])
  })
})
