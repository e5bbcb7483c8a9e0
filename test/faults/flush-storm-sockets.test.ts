import { setInterval as every } from 'node:timers/promises'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { countRuns } from '../support/count-runs.ts'
import { FakeLogger } from '../support/fake-logger.ts'

const flushes = 1000
const bucketMillis = 1000

/** Flushes a hundred times a second for ten seconds of real time, on real sockets. */
async function storm(forceFlush: 'now' | 'due') {
  const local = await startLocalSpikelog({ port: 0 })
  const { runs, runDelivery } = countRuns()
  const logger = new FakeLogger()
  const provider = new MeterProvider({
    readers: [
      createSpikelogReader(
        { apiKey: local.apiKey, endpoint: local.endpoint, bucketMillis, forceFlush },
        {
          logger,
          environment: () => undefined,
          runDelivery,
        },
      ),
    ],
  })
  let stored = 0
  let points = 0
  local.onPoint(({ value }) => {
    stored += value
    points += 1
  })
  const users = provider.getMeter('app').createCounter('users')
  const start = performance.now()
  const pending: Promise<void>[] = []
  for await (const _ of every(10)) {
    // A busy machine's timer is late: what it missed is made up for.
    const due = Math.min((performance.now() - start) / 10, flushes)
    while (pending.length < due) {
      users.add(1)
      pending.push(provider.forceFlush())
    }
    if (pending.length === flushes) break
  }
  await Promise.all(pending)
  const beforeShutdown = points
  // A bucket may close a tenth early.
  const buckets = Math.floor((performance.now() - start) / bucketMillis + 0.1)
  await provider.shutdown()
  await local.close()
  return { points: beforeShutdown, buckets, stored, mostRunning: runs.most, logger }
}

// Side by side: both take ten seconds.
describe.concurrent(verifies('warnings', 'a storm of flushes on real sockets'), () => {
  it("takes at most one point a bucket with `forceFlush: 'due'`, and loses nothing", async () => {
    const { points, buckets, stored, mostRunning, logger } = await storm('due')
    expect(points).toBeGreaterThan(5)
    expect(points).toBeLessThanOrEqual(buckets)
    expect(stored).toBe(flushes)
    expect(mostRunning).toBe(1)
    expect(logger.lines).toEqual([])
  }, 30_000)

  it("overlaps nowhere, loses nothing and is warned of once with 'now'", async () => {
    const { points, stored, mostRunning, logger } = await storm('now')
    expect(points).toBeGreaterThan(50)
    expect(stored).toBe(flushes)
    expect(mostRunning).toBe(1)
    expect(logger.at('warn')).toEqual([
      expect.stringMatching(/^Points are used faster than one per bucket \(1 s\): `users`\./u),
    ])
  }, 30_000)
})
