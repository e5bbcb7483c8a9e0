import { describe, expect, it } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useLocal } from '../support/use-local.ts'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { createMemoryBucketStore } from '@spikelog-otel/client'
import { verifies } from '../requirements.ts'

const bucketMillis = 300_000

describe(verifies('refusedKey', 'a refused key'), () => {
  it('says so once, does not hammer, keeps the data and recovers without a restart', async () => {
    const local = await useLocal({
      faults: {
        type: 'status',
        status: 401,
        body: { text: '{"error":"invalid_api_key","message":"Unknown key sk_local."}' },
      },
    })
    const clock = new FakeClock()
    const logger = new FakeLogger()
    const store = createMemoryBucketStore({ bucketMillis })
    const exporter = new SpikelogMetricExporter(
      { apiKey: local.apiKey, endpoint: local.endpoint, store },
      { clock, logger, environment: () => undefined },
    )
    const names = Array.from({ length: 10 }, (_, index) => `metric${index}`)
    async function bucket(): Promise<void> {
      const at = { startMillis: clock.now(), endMillis: clock.now() + bucketMillis }
      await clock.advance(bucketMillis)
      exporter.export(resourceMetrics({ app: names.map((name) => counter(name, 1, at)) }), () => {})
      await exporter.forceFlush()
    }
    // Three hours of buckets, every one of them flushed.
    for (let round = 0; round < 36; round += 1) await bucket()
    expect(logger.at('error')).toHaveLength(1)
    expect(logger.at('error')[0]).toMatch(
      /refused the API key \(status 401: .*\)\. Check `apiKey`/u,
    )
    expect(logger.lines).toHaveLength(1)
    expect(logger.at('error').join()).not.toContain(local.apiKey)
    // Ten at first, when nothing was known; then one probe in 15 minutes.
    expect(local.requests().received).toBeLessThanOrEqual(10 + 12)
    expect(exporter.health().state).toBe('key_refused')
    expect(exporter.health().pending).toBe(10)

    local.setFaults(undefined)
    for (let round = 0; round < 4; round += 1) await bucket()
    expect(exporter.health().state).toBe('up')
    for (const name of names) {
      const sum = local.points(name).reduce((total, { value }) => total + value, 0)
      expect({ name, sum }).toEqual({ name, sum: 40 })
    }
    expect(logger.lines.map(({ level }) => level)).toEqual(['error', 'info'])
    await exporter.shutdown()
  })

  it('writes down at shutdown what it never delivered', async () => {
    const local = await useLocal()
    const logger = new FakeLogger()
    const exporter = new SpikelogMetricExporter(
      { apiKey: 'sk_wrong', endpoint: local.endpoint },
      { logger, environment: () => undefined },
    )
    const at = { startMillis: 0, endMillis: 1000 }
    exporter.export(resourceMetrics({ app: [counter('users', 3, at)] }), () => {})
    await exporter.forceFlush()
    await exporter.shutdown()
    expect(local.requests().byStatus).toEqual({ 401: 1 })
    expect(logger.at('error')).toHaveLength(1)
    expect(logger.at('warn').join()).toContain('users=3')
    expect(logger.lines.map(({ message }) => message).join()).not.toContain('sk_wrong')
  })
})
