import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExportResultCode } from '@opentelemetry/core'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { startLocalSpikelog } from '@spikelog-otel/local'
import type { FaultPlan } from '@spikelog-otel/local'
import { describe, it } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const shutdownTimeoutMillis = 1500
const parts = { environment: () => undefined }

/** The ways to get a reader of ours. */
const readers = {
  createSpikelogReader: (options: SpikelogExporterOptions, logger: FakeLogger) =>
    createSpikelogReader(options, { ...parts, logger }),
  'a plain PeriodicExportingMetricReader': (options: SpikelogExporterOptions, logger: FakeLogger) =>
    new PeriodicExportingMetricReader({
      exporter: new SpikelogMetricExporter(options, { ...parts, logger }),
    }),
}

const servers: Record<string, { readonly faults?: FaultPlan; readonly isRefusing?: boolean }> = {
  hanging: { faults: { type: 'hang' } },
  'that hangs after it stored the point': { faults: { type: 'hang', stage: 'after-store' } },
  refusing: { isRefusing: true },
  'that drips its headers': { faults: { type: 'drip', part: 'headers', intervalMillis: 20 } },
  'that answers 503': { faults: { type: 'status', status: 503, retryAfter: 3600 } },
}

// Concurrently: each takes about as long as a shutdown may.
describe.concurrent.each(Object.entries(readers))(
  verifies('shutdown', 'provider.shutdown() through %s'),
  (_reader, makeReader) => {
    describe.each(Object.entries(servers))(
      'with a server %s',
      (_server, { faults, isRefusing }) => {
        it.for(['idle', 'with a delivery in flight'])(
          'settles in time and writes down what is undelivered, %s',
          async (when, { expect, onTestFinished }) => {
            const local = await startLocalSpikelog({
              port: 0,
              ...(faults === undefined ? {} : { faults }),
            })
            onTestFinished(() => local.close())
            if (isRefusing === true) await local.pause()
            const logger = new FakeLogger()
            const reader = makeReader(
              { apiKey: local.apiKey, endpoint: local.endpoint, shutdownTimeoutMillis },
              logger,
            )
            const provider = new MeterProvider({ readers: [reader] })
            const users = provider.getMeter('app').createCounter('users')
            users.add(41)
            // Not awaited: its posts are under way when the shutdown comes.
            const flush = when === 'idle' ? undefined : provider.forceFlush()
            if (flush !== undefined && isRefusing !== true) {
              await expect.poll(() => local.requests().received, { interval: 5 }).toBeGreaterThan(0)
            }
            users.add(1)
            const start = performance.now()
            await provider.shutdown()
            const took = performance.now() - start
            await flush
            expect(took).toBeLessThan(shutdownTimeoutMillis)
            const undelivered = logger.at('warn').filter((line) => line.startsWith('Undelivered'))
            expect(undelivered).toHaveLength(1)
            const values = [...(undelivered[0] ?? '').matchAll(/users=(\d+)/gu)]
            expect(values.reduce((sum, [, value]) => sum + Number(value), 0)).toBe(42)
            const { received } = local.requests()
            users.add(1)
            await provider.forceFlush().catch(() => {})
            expect(local.requests().received).toBe(received)
          },
        )
      },
    )
  },
)

describe(verifies('shutdown', 'after shutdown()'), () => {
  it('answers FAILED and sends nothing', async ({ expect }) => {
    const local = await useLocal()
    const exporter = new SpikelogMetricExporter(
      { apiKey: local.apiKey, endpoint: local.endpoint },
      { ...parts, logger: new FakeLogger() },
    )
    await exporter.shutdown()
    const results: unknown[] = []
    const at = { startMillis: 0, endMillis: 1000 }
    exporter.export(resourceMetrics({ app: [counter('users', 1, at)] }), (result) => {
      results.push(result)
    })
    expect(results).toEqual([{ code: ExportResultCode.FAILED, error: expect.any(Error) }])
    await exporter.forceFlush()
    await exporter.shutdown()
    expect(local.requests().received).toBe(0)
  })

  it('has written the rows to the fallback file, with the keys of what may have arrived', async ({
    expect,
  }) => {
    const local = await useLocal({ faults: { type: 'hang', stage: 'after-store' } })
    const fallbackFile = join(mkdtempSync(join(tmpdir(), 'spikelog-')), 'fallback.csv')
    const exporter = new SpikelogMetricExporter(
      { apiKey: local.apiKey, endpoint: local.endpoint, shutdownTimeoutMillis, fallbackFile },
      { ...parts, logger: new FakeLogger() },
    )
    const at = { startMillis: 0, endMillis: 1000 }
    exporter.export(resourceMetrics({ app: [counter('users', 7, at)] }), () => {})
    await exporter.forceFlush()
    await exporter.shutdown()
    const [point] = local.points('users')
    expect(readFileSync(fallbackFile, 'utf8')).toMatch(
      new RegExp(
        `^time,chart,value,reason,key\n[^,]+,users,7,shutdown_maybe_delivered,${point?.key}\n$`,
        'u',
      ),
    )
  })

  it('leaves nothing that keeps the process alive', async ({ expect, onTestFinished }) => {
    // A black hole: takes connections, reads, never answers.
    const blackHole = createServer((socket) => socket.resume())
    blackHole.listen(0, '127.0.0.1')
    await once(blackHole, 'listening')
    onTestFinished(() => {
      blackHole.close()
    })
    const { port } = blackHole.address() as AddressInfo
    const exporter = new SpikelogMetricExporter(
      { apiKey: 'sk', endpoint: `http://127.0.0.1:${port}/`, shutdownTimeoutMillis },
      { ...parts, logger: new FakeLogger() },
    )
    const at = { startMillis: 0, endMillis: 1000 }
    exporter.export(resourceMetrics({ app: [counter('users', 7, at)] }), () => {})
    const before = resources()
    await exporter.shutdown()
    expect(resources()).toEqual(before)
  })
})

/** What keeps this process alive, timers and sockets of the test's own server left out. */
function resources(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name === 'TCPSocketWrap' || name === 'ConnectWrap')
}
