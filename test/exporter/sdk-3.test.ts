import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import type { SpikelogReaderOptions } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { FakeTransport } from '../support/fake-transport.ts'
import { testKey } from '../support/use-client.ts'

/** An app on SDK 3.x, with the real reader and a scripted transport. */
function useProvider(options: SpikelogReaderOptions) {
  const transport = new FakeTransport()
  const reader = createSpikelogReader(
    { apiKey: testKey, ...options },
    { transport, logger: new FakeLogger(), environment: () => undefined },
  )
  const provider = new MeterProvider({ readers: [reader] })
  onTestFinished(() => provider.shutdown())
  return { meter: provider.getMeter('app'), provider, transport }
}

const sets = Array.from({ length: 5 }, (_, id) => ({ id }))

// What only SDK 3.x has; what both have is under test/e2e.
describe('a reader that splits its collections', () => {
  it.each([1, 2, 3, 1000])('makes whole points of them, %i data points a part', async (size) => {
    const { meter, provider, transport } = useProvider({
      maxExportBatchSize: size,
      charts: ['counter', 'upDown', 'upDown:min=lowest', 'gauge', 'histogram', 'observed:avg'],
    })
    const counter = meter.createCounter('counter')
    const upDown = meter.createUpDownCounter('upDown')
    const gauge = meter.createGauge('gauge')
    const histogram = meter.createHistogram('histogram')
    meter.createObservableGauge('observed').addCallback((result) => {
      for (const set of sets) result.observe(set.id, set)
    })
    for (const round of [1, 2]) {
      for (const set of sets) {
        counter.add(round, set)
        upDown.add(round, set)
        gauge.record(round + set.id, set)
        histogram.record(round + set.id, set)
      }
      await provider.forceFlush()
    }
    const charts = ['counter', 'upDown', 'lowest', 'gauge', 'histogram', 'observed']
    expect(charts.map((chart) => [chart, transport.valuesOf(chart)])).toEqual([
      ['counter', [5, 10]],
      ['upDown', [5, 15]],
      ['lowest', [5, 15]],
      ['gauge', [5, 6]],
      ['histogram', [3, 4]],
      ['observed', [2, 2]],
    ])
  })

  it('keeps them whole when flushes overlap', async () => {
    const { meter, provider, transport } = useProvider({
      maxExportBatchSize: 1,
      charts: ['upDown:min=lowest', 'counter'],
    })
    const upDown = meter.createUpDownCounter('upDown')
    const counter = meter.createCounter('counter')
    for (const set of sets) {
      upDown.add(1, set)
      counter.add(1, set)
    }
    await Promise.all([provider.forceFlush(), provider.forceFlush(), provider.forceFlush()])
    expect(new Set(transport.valuesOf('lowest'))).toEqual(new Set([5]))
    expect(transport.valuesOf('counter')).toEqual([5])
  })
})

describe('a lower cardinality limit', () => {
  it('loses nothing of a counter', async () => {
    const { meter, provider, transport } = useProvider({ cardinalityLimits: { counter: 3 } })
    const counter = meter.createCounter('counter')
    for (const set of sets) counter.add(1, set)
    await provider.forceFlush()
    expect(transport.valuesOf('counter')).toEqual([5])
  })
})
