import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { SpikelogClient } from '@spikelog-otel/client'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

/** An app whose exporter can be asked how it stands; a reader hides it. */
function useCountingApp(local: LocalSpikelog) {
  const logger = new FakeLogger()
  const exporter = new SpikelogMetricExporter(
    { apiKey: local.apiKey, endpoint: local.endpoint },
    { logger, environment: () => undefined },
  )
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
  onTestFinished(() => provider.shutdown())
  return { provider, exporter, logger }
}

describe(verifies('badNumbers', 'numbers that cannot be charted'), () => {
  it('drops and counts data points that are not finite, not the other series of their chart', async () => {
    const local = await useLocal()
    const { provider, exporter } = useCountingApp(local)
    const meter = provider.getMeter('app')
    const users = meter.createCounter('users')
    users.add(Number.NaN, { plan: 'a' })
    users.add(3, { plan: 'b' })
    const latency = meter.createHistogram('latency')
    latency.record(Infinity, { route: '/a' })
    latency.record(4, { route: '/b' })
    const depth = meter.createObservableGauge('depth')
    depth.addCallback((result) => {
      result.observe(-Infinity, { queue: 'a' })
      result.observe(Number.NaN, { queue: 'b' })
      result.observe(5, { queue: 'c' })
    })
    await provider.forceFlush()
    expect(local.charts().map(({ chart, lastValue }) => [chart, lastValue])).toEqual([
      ['depth', 5],
      ['latency', 4],
      ['users', 3],
    ])
    expect(local.requests().byStatus).toEqual({ 200: 3 })
    expect(exporter.health().dropped).toEqual({ nonfinite: 4 })
    expect(exporter.health().clamped).toBe(0)
  })

  it('sends nothing for a chart that has only such numbers', async () => {
    const local = await useLocal()
    const { provider, exporter } = useCountingApp(local)
    provider.getMeter('app').createCounter('users').add(Number.NaN)
    await provider.forceFlush()
    expect(local.requests().received).toBe(0)
    expect(exporter.health().dropped).toEqual({ nonfinite: 1 })
  })

  it('moves values outside 0 to 1e6 to the bound, counts them and warns once a chart', async () => {
    const local = await useLocal()
    const { provider, exporter, logger } = useCountingApp(local)
    const meter = provider.getMeter('app')
    const level = meter.createUpDownCounter('level')
    const latency = meter.createHistogram('latency')
    level.add(-5)
    latency.record(2e6)
    await provider.forceFlush()
    level.add(-5)
    await provider.forceFlush()
    expect(exporter.health().clamped).toBe(3)
    expect(exporter.health().dropped).toEqual({})
    expect(valuesOf(local, 'level')).toEqual([0, 0])
    expect(valuesOf(local, 'latency')).toEqual([1e6])
    expect(logger.at('warn').filter((line) => line.includes('`level`'))).toHaveLength(1)
    expect(logger.at('warn').filter((line) => line.includes('`latency`'))).toHaveLength(1)
  })

  it('counts every bad call of the client and posts none of them', async () => {
    const local = await useLocal()
    const logger = new FakeLogger()
    const client = new SpikelogClient(
      { apiKey: local.apiKey, endpoint: local.endpoint },
      { logger, environment: () => undefined },
    )
    const bad: unknown[] = [Number.NaN, Infinity, -Infinity, '5', null, {}, 5n]
    for (const value of bad) {
      client.add('a', value as number)
      client.record('b', value as number)
      client.set('c', value as number)
    }
    client.add('a', 1)
    await client.flush()
    expect(client.health().dropped).toEqual({ nonfinite: bad.length * 3 })
    expect(local.charts().map(({ chart, lastValue }) => [chart, lastValue])).toEqual([['a', 1]])
    expect(logger.at('warn')).toHaveLength(3)
    await client.close()
  })
})
