import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import type { FaultPlan, LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { OwnMetricsReader } from '../support/own-metrics-reader.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const at = { startMillis: 0, endMillis: 1 }

/** An exporter on real sockets that reports to a provider of its own; retries do not wait. */
function useWatched(local: LocalSpikelog, options: SpikelogExporterOptions = {}) {
  const reader = new OwnMetricsReader()
  const provider = new MeterProvider({ readers: [reader] })
  const logger = new FakeLogger()
  const exporter = new SpikelogMetricExporter(
    {
      apiKey: local.apiKey,
      endpoint: local.endpoint,
      meterProvider: provider,
      shutdownTimeoutMillis: 20_000,
      ...options,
    },
    { logger, random: () => 0, environment: () => undefined },
  )
  onTestFinished(async () => {
    await exporter.shutdown()
    await provider.shutdown()
  })
  const measure = (...charts: string[]): void =>
    exporter.export(
      resourceMetrics({ app: charts.map((chart) => counter(chart, 1, at)) }),
      () => {},
    )
  return { exporter, reader, measure }
}

/** What the server answered, by status. */
function answered(local: LocalSpikelog): Record<number, number> {
  return local.requests().byStatus
}

describe(verifies('selfMetrics', "the exporter's own metrics agree with the server"), () => {
  it('when it is healthy', async () => {
    const local = await useLocal()
    const { exporter, reader, measure } = useWatched(local)
    for (let bucket = 0; bucket < 5; bucket += 1) {
      measure('a', 'b', 'c')
      await exporter.forceFlush()
    }
    expect(await reader.exported()).toEqual({ none: 15 })
    expect(answered(local)).toEqual({ 200: 15 })
    expect(await reader.inFlight()).toBe(0)
    const duration = (await reader.read())['otel.sdk.exporter.operation.duration']
    expect(
      duration?.map(({ attributes, value }) => [attributes['http.response.status_code'], value]),
    ).toEqual([[200, 15]])
    const { port } = new URL(local.url)
    expect(duration?.[0]?.attributes).toMatchObject({
      'server.address': '127.0.0.1',
      'server.port': Number(port),
    })
  })

  // One of the two charts makes three retries for both.
  it.each<[string, FaultPlan, Record<string, number>, number]>([
    ['answers 503', { type: 'status', status: 503 }, { 503: 2 }, 5],
    ['answers 500', { type: 'status', status: 500 }, { 500: 2 }, 5],
    [
      'stores and does not answer in time',
      { type: 'hang', stage: 'after-store' },
      { timeout: 2 },
      5,
    ],
    ['resets', { type: 'reset' }, { ECONNRESET: 2 }, 5],
    ['refuses the key', { type: 'status', status: 401 }, { 401: 2 }, 2],
    ['is another one', { type: 'redirect', location: 'https://elsewhere.test/' }, { 307: 2 }, 2],
  ])(
    'when it %s: each point once, by its last attempt',
    async (_what, faults, failed, attempts) => {
      const local = await useLocal()
      // Where the server answers, it has time to: a retry would be one more request.
      const timeoutMillis = 'timeout' in failed ? 150 : 10_000
      const { exporter, reader, measure } = useWatched(local, { timeoutMillis })
      measure('a', 'b')
      local.setFaults(faults)
      await exporter.forceFlush()
      expect(await reader.exported()).toEqual(failed)
      expect(local.requests().received).toBe(attempts)
      expect(await reader.inFlight()).toBe(0)
      expect(exporter.health().operations).toEqual({ inFlight: 0, succeeded: 0, failed: 2 })
    },
  )

  it('when an attempt fails and a retry arrives: nothing failed', async () => {
    const local = await useLocal({ faults: [{ type: 'status', status: 500 }, undefined] })
    const { exporter, reader, measure } = useWatched(local)
    measure('a')
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ none: 1 })
    expect(answered(local)).toEqual({ 200: 1, 500: 1 })
    const duration = (await reader.read())['otel.sdk.exporter.operation.duration']
    expect(duration?.[0]?.attributes['http.response.status_code']).toBe(200)
  })

  it('when what was sealed is posted again: once more, and what waited behind it', async () => {
    const local = await useLocal({ faults: { type: 'hang', stage: 'after-store' } })
    const { exporter, reader, measure } = useWatched(local, { maxRetries: 0, timeoutMillis: 300 })
    measure('a')
    await exporter.forceFlush()
    local.setFaults(undefined)
    measure('a')
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ timeout: 1, none: 2 })
    expect((await reader.read())['spikelog.exporter.point.sealed']?.[0]?.value).toBe(1)
    expect(local.points('a').map(({ value }) => value)).toEqual([1, 1])
    expect(await reader.inFlight()).toBe(0)
  })

  it('when it has no room for a chart', async () => {
    const local = await useLocal({
      faults: async ({ chart }) =>
        (await chart()) === 'c' ? { type: 'status', status: 403, body: 'html' } : undefined,
    })
    const { exporter, reader, measure } = useWatched(local)
    measure('a', 'b')
    await exporter.forceFlush()
    measure('a', 'b', 'c')
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ none: 4, 403: 1 })
    expect(answered(local)).toEqual({ 200: 4, 403: 1 })
    const dropped = (await reader.read())['spikelog.exporter.point.dropped']
    expect(
      dropped?.map(({ attributes, value }) => [attributes['spikelog.drop.reason'], value]),
    ).toEqual([['quota', 1]])
  })

  it('when nobody listens', async () => {
    const local = await useLocal()
    await local.pause()
    const { exporter, reader, measure } = useWatched(local)
    measure('a')
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ ECONNREFUSED: 1 })
    expect(await reader.inFlight()).toBe(0)
  })

  it.each<[string, FaultPlan | undefined, Record<string, number>]>([
    ['healthy', undefined, { none: 3 }],
    ['hanging', { type: 'hang' }, { timeout: 3 }],
  ])('when the shutdown meets a server that is %s', async (_what, faults, exported) => {
    const local = await useLocal()
    local.setFaults(faults)
    // One attempt, whose own time is over well before that of the shutdown, which would abort it.
    const { exporter, reader, measure } = useWatched(local, {
      shutdownTimeoutMillis: 2000,
      timeoutMillis: 200,
      maxRetries: 0,
    })
    measure('a', 'b', 'c')
    await exporter.shutdown()
    expect(await reader.inFlight()).toBe(0)
    const total = Object.values(await reader.exported()).reduce((sum, count) => sum + count, 0)
    expect(total).toBe(local.requests().received)
    expect(await reader.exported()).toEqual(exported)
    const dropped = (await reader.read())['spikelog.exporter.point.dropped']?.[0]
    expect(dropped?.value).toBe(faults === undefined ? undefined : 3)
  })
})
