import { ExportResultCode } from '@opentelemetry/core'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { firstSeed, Random, rounds } from '../support/campaign.ts'
import { countRuns } from '../support/count-runs.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { FakeService, trouble } from '../support/fake-service.ts'
import { Ledger } from '../support/ledger.ts'
import { counter, gauge, histogram, resourceMetrics } from '../support/metrics.ts'
import { createRecordingStore } from '../support/recording-store.ts'
import { verifies } from '../requirements.ts'

const buckets = 200
const seeds = rounds(1000)

/** One life of an app whose network comes and goes: everything it measured ends on its charts. */
async function live(seed: number): Promise<void> {
  const random = new Random(seed)
  // In the shorter buckets a delivery lasts longer than a bucket.
  const bucketMillis = random.pick([300_000, 10_000])
  const clock = new FakeClock()
  const logger = new FakeLogger()
  const store = createRecordingStore(bucketMillis)
  const ledger = new Ledger()
  // Single requests fail at any time; in an outage every request does.
  let shareOfTrouble = 1 / 3
  const service = new FakeService(
    () => (random.chance(shareOfTrouble) ? random.pick(trouble) : undefined),
    // Answers take their time, so that exports and flushes come while posts are under way.
    () =>
      new Promise((resolve) => {
        clock.schedule(resolve, random.pick([0, 5, 500, 5000]))
      }),
  )
  const { runs, runDelivery } = countRuns()
  const exporter = new SpikelogMetricExporter(
    { apiKey: 'sk_test', bucketMillis, store, maxRetries: random.whole(0, 3) },
    {
      clock,
      logger,
      transport: service,
      random: random.next,
      environment: () => undefined,
      runDelivery,
    },
  )

  let exportedAt = clock.now()
  function exportOnce(): void {
    const at = { startMillis: exportedAt, endMillis: clock.now() }
    exportedAt = at.endMillis
    const whole = (): number => random.whole(1, 1000)
    const latencies = Array.from({ length: random.whole(1, 4) }, () =>
      ledger.note('latency', whole()),
    )
    const metrics = [
      counter('users', ledger.note('users', whole()), at),
      counter('orders', ledger.note('orders', whole()), at, { country: 'de' }),
      counter('orders', ledger.note('orders', whole()), at, { country: 'fr' }),
      histogram('latency', latencies, at),
      gauge('depth', ledger.note('depth', whole()), at),
    ]
    exporter.export(resourceMetrics({ app: metrics }), (result) => {
      expect(result.code).toBe(ExportResultCode.SUCCESS)
    })
  }

  for (let bucket = 0; bucket < buckets; bucket += 1) {
    if (random.chance(0.05)) shareOfTrouble = random.pick([0, 1 / 3, 1 / 3, 0.9, 1])
    const exports = random.whole(1, 3)
    for (let count = 0; count < exports; count += 1) {
      exportOnce()
      // A caller that does not wait: the next export comes in the same turn.
      if (random.chance(0.2)) exportOnce()
      if (random.chance(0.05)) {
        void exporter.forceFlush()
        // A second one in the same turn, and another export and flush while the first is running.
        void exporter.forceFlush()
        await clock.advance(random.whole(0, 3000))
        exportOnce()
        void exporter.forceFlush()
      }
      await clock.advance(bucketMillis / exports)
    }
  }
  shareOfTrouble = 0
  await clock.advance(Math.max(2 * bucketMillis, 60_000))
  await clock.until(exporter.forceFlush())

  const pointsOf = (chart: string) => service.points.get(chart) ?? []
  ledger.expectSum('users', pointsOf('users'))
  ledger.expectSum('orders', pointsOf('orders'))
  ledger.expectMax('depth', pointsOf('depth'))
  ledger.expectAverages('latency', pointsOf('latency'), store.claims)
  expect(service.changedBodies).toEqual([])
  expect(service.overlapped).toEqual([])
  expect(service.mostInFlight).toBeLessThanOrEqual(10)
  expect(runs.most).toBe(1)
  expect(store.pending().size).toBe(0)
  expect(exporter.health().dropped).toEqual({})
  await clock.until(exporter.shutdown())
  expect(clock.pendingTimers).toBe(0)
}

describe(verifies('conservation', 'conservation on a fake clock'), () => {
  it(
    `keeps every measurement of ${seeds} lives of ${buckets} buckets, seeds from ${firstSeed}`,
    { timeout: 1_200_000 },
    async () => {
      console.log(`conservation: seeds ${firstSeed} to ${firstSeed + seeds - 1}`)
      for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
        await live(seed).catch((error: unknown) => {
          throw new Error(`SEED=${seed}`, { cause: error })
        })
      }
    },
  )
})
