import { SpikelogClient } from '@spikelog-otel/client'
import type { Transport } from '@spikelog-otel/client'
import { createSystemClock } from '@spikelog-otel/client/internals'
import { startLocalSpikelog } from '@spikelog-otel/local'
import type { Fault, LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { firstSeed, isSoak, Random } from '../support/campaign.ts'
import { countRuns } from '../support/count-runs.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { Ledger } from '../support/ledger.ts'
import { createRecordingStore } from '../support/recording-store.ts'
import { createHttpTransport } from '../../packages/client/src/delivery/http-transport.ts'
import { createUndiciDispatcher } from '../../packages/client/src/delivery/undici-dispatcher.ts'
import { verifies } from '../requirements.ts'

const seeds = isSoak ? 5 : 1
const buckets = isSoak ? 200 : 100
const bucketMillis = 300_000

const faults: readonly Fault[] = [
  { type: 'reset', stage: 'arrival' },
  { type: 'reset', stage: 'body' },
  { type: 'reset', stage: 'before-store' },
  { type: 'reset', stage: 'after-store' },
  { type: 'status', status: 429 },
  { type: 'status', status: 500 },
  { type: 'status', status: 500, stage: 'after-store' },
  { type: 'status', status: 503 },
  { type: 'hang', stage: 'before-store' },
  { type: 'hang', stage: 'after-store' },
]

/** Real HTTP, watched: two posts of one chart at once are a defect. */
function useWatchedTransport(local: LocalSpikelog): { transport: Transport; overlapped: string[] } {
  const http = createHttpTransport({
    endpoint: new URL(local.endpoint),
    apiKey: local.apiKey,
    clock: createSystemClock(),
    createDispatcher: () => createUndiciDispatcher({ connections: 10, connectTimeoutMillis: 50 }),
  })
  const open = new Set<string>()
  const overlapped: string[] = []
  const transport: Transport = {
    post: async (request) => {
      const { chart } = JSON.parse(request.body) as { chart: string }
      if (open.has(chart)) overlapped.push(chart)
      open.add(chart)
      try {
        return await http.post(request)
      } finally {
        open.delete(chart)
      }
    },
    close: () => http.close(),
  }
  return { transport, overlapped }
}

/** An app on real sockets; a third of all requests goes wrong, sometimes nobody listens at all. */
async function live(seed: number): Promise<{ requests: number; statuses: object }> {
  const random = new Random(seed)
  const faultRandom = new Random(seed + 1)
  const local = await startLocalSpikelog({
    port: 0,
    faults: () => (faultRandom.chance(1 / 3) ? faultRandom.pick(faults) : undefined),
  })
  const store = createRecordingStore(bucketMillis)
  const ledger = new Ledger()
  const { transport, overlapped } = useWatchedTransport(local)
  const { runs, runDelivery } = countRuns()
  const client = new SpikelogClient(
    { apiKey: local.apiKey, endpoint: local.endpoint, store, bucketMillis, timeoutMillis: 50 },
    {
      // Backoffs of at most a few milliseconds: it is the order of events that matters here.
      random: () => random.next() / 500,
      logger: new FakeLogger(),
      environment: () => undefined,
      transport,
      runDelivery,
    },
  )
  try {
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const isRefused = random.chance(0.05)
      if (isRefused) await local.pause()
      for (const chart of ['users', 'orders', 'mails']) {
        const value = random.whole(1, 1000)
        ledger.note(chart, value)
        client.add(chart, value)
      }
      for (let count = random.whole(1, 5); count > 0; count -= 1) {
        const latency = random.whole(1, 1000)
        ledger.note('latency', latency)
        client.record('latency', latency)
        const depth = random.whole(1, 1000)
        ledger.note('depth', depth)
        client.set('depth', depth, { aggregation: 'max' })
      }
      const flushes = [client.flush()]
      // A caller that does not wait for its flush before it asks for the next.
      if (random.chance(0.2)) flushes.push(client.flush())
      await Promise.all(flushes)
      if (isRefused) await local.resume()
    }
    local.setFaults(undefined)
    await client.flush()
    expect(await client.flush()).toMatchObject({ pending: 0 })
    for (const chart of ['users', 'orders', 'mails']) ledger.expectSum(chart, local.points(chart))
    ledger.expectMax('depth', local.points('depth'))
    ledger.expectAverages('latency', local.points('latency'), store.claims)
    expect(client.health().dropped).toEqual({})
    expect(overlapped).toEqual([])
    expect(runs.most).toBe(1)
    // A third of the requests went wrong, or the campaign tried nothing.
    const { total, succeeded } = client.health().attempts24h
    expect(succeeded / total).toBeGreaterThan(0.5)
    expect(succeeded / total).toBeLessThan(0.75)
    return { requests: local.requests().received, statuses: local.requests().byStatus }
  } finally {
    await client.close()
    await local.close()
  }
}

describe(verifies('conservation', 'conservation on real sockets'), () => {
  it(
    `keeps every measurement of ${seeds} lives of ${buckets} buckets, seeds from ${firstSeed}`,
    { timeout: 600_000 },
    async () => {
      const all = Array.from({ length: seeds }, (_, index) => firstSeed + index)
      const lives = await Promise.all(all.map((seed) => live(seed)))
      for (const [index, { requests, statuses }] of lives.entries()) {
        console.log(`seed ${firstSeed + index}: ${requests} requests, ${JSON.stringify(statuses)}`)
        expect(requests).toBeGreaterThan(buckets * 5)
      }
    },
  )
})
