import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { FakeTransport } from '../support/fake-transport.ts'

const minuteMillis = 60_000

/** The SDK's reader has timers of its own, so time itself is faked. */
function useReader(options: SpikelogReaderOptions) {
  const transport = new FakeTransport()
  const reader = createSpikelogReader(
    { apiKey: 'sk_test', ...options },
    { transport, logger: new FakeLogger(), environment: () => undefined },
  )
  return { transport, provider: new MeterProvider({ readers: [reader] }) }
}

/** Adds an observable gauge; tells how often it was looked at. */
function countObservations(provider: MeterProvider): () => number {
  let observed = 0
  provider
    .getMeter('app')
    .createObservableGauge('queue')
    .addCallback((result) => {
      observed += 1
      result.observe(observed)
    })
  return () => observed
}

describe('samplesPerBucket', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([
    [undefined, 1],
    [1, 1],
    [5, 5],
    [60, 60],
  ])('of %s looks at observable instruments %d times a bucket', async (samplesPerBucket, times) => {
    const { provider } = useReader({ samplesPerBucket })
    const timesObserved = countObservations(provider)
    await vi.advanceTimersByTimeAsync(10 * 5 * minuteMillis + 100)
    expect(timesObserved()).toBe(10 * times)
  })

  it('charts the highest sample, one point a bucket', async () => {
    const { transport, provider } = useReader({ samplesPerBucket: 5 })
    const levels = [1, 9, 2, 2, 2, 3, 3, 3, 8, 3, 1, 1, 1, 1, 7]
    let index = 0
    provider
      .getMeter('app')
      .createObservableGauge('queue')
      .addCallback((result) => {
        result.observe(levels[index] ?? 0)
        index += 1
      })
    await vi.advanceTimersByTimeAsync(3 * 5 * minuteMillis + 100)
    await provider.shutdown()
    expect(transport.valuesOf('queue').slice(0, 3)).toEqual([9, 8, 7])
    expect(transport.valuesOf('queue').length).toBeLessThanOrEqual(4)
  })

  it('follows the bucket, also one that keepDays makes wider', async () => {
    const { provider } = useReader({ samplesPerBucket: 4, keepDays: 7 })
    const timesObserved = countObservations(provider)
    await vi.advanceTimersByTimeAsync(2 * 756_000 + 100)
    expect(timesObserved()).toBe(8)
  })

  it.each([
    [{ samplesPerBucket: 0 }, /`samplesPerBucket` to be a whole number from 1 to 60, got `0`/u],
    [{ samplesPerBucket: 61 }, /`samplesPerBucket` to be a whole number from 1 to 60, got `61`/u],
    [{ samplesPerBucket: 1.5 }, /`samplesPerBucket` to be a whole number from 1 to 60/u],
    [
      { samplesPerBucket: 2, exportIntervalMillis: 1000 },
      /^Expected `exportIntervalMillis` or `samplesPerBucket`, got both/u,
    ],
    [
      { samplesPerBucket: 60, bucketMillis: 60_000, exportTimeoutMillis: 2000 },
      /`exportTimeoutMillis` to be a number from 1 to 1000/u,
    ],
  ])('refuses %j', (options, message) => {
    expect(() => useReader(options)).toThrow(message)
  })
})
