import { createMemoryBucketStore, SpikelogClient } from '@spikelog-otel/client'
import type { BucketStore } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, testKey, useClient } from '../../support/use-client.ts'

function fail(): never {
  throw new Error('disk I/O error')
}

/** A store of which some methods fail, as one behind a network or a file system does. */
function brokenStore(...broken: (keyof BucketStore)[]): BucketStore {
  const store = createMemoryBucketStore({ bucketMillis })
  const methods = {
    merge: store.merge.bind(store),
    claim: store.claim.bind(store),
    settle: store.settle.bind(store),
    nextDueMillis: store.nextDueMillis.bind(store),
    pending: store.pending.bind(store),
  }
  return { ...methods, ...Object.fromEntries(broken.map((name) => [name, fail])) }
}

describe('a store that fails', () => {
  it('never throws into the app', async () => {
    const store = brokenStore('merge', 'claim', 'settle', 'nextDueMillis', 'pending')
    const { client, clock, logger } = useClient({ store })
    client.add('users', 1)
    client.postDue()
    await clock.advance(2 * bucketMillis)
    expect(client.health()).toMatchObject({ dropped: { store: 1 }, lastError: 'disk I/O error' })
    expect(await client.flush()).toMatchObject({ delivered: 0, pending: 0 })
    await clock.until(client.close())
    expect(logger.lines).toHaveLength(1)
    expect(logger.at('warn')[0]).toContain('disk I/O error')
  })

  it('is asked again a tenth of a bucket later, and what it holds is posted', async () => {
    const store = brokenStore('claim')
    const { client, clock, transport } = useClient({ store })
    const working = createMemoryBucketStore({ bucketMillis })
    store.merge = (...args) => working.merge(...args)
    store.nextDueMillis = () => working.nextDueMillis()
    store.settle = (key, settlement) => working.settle(key, settlement)
    client.add('users', 1)
    await clock.advance(1.15 * bucketMillis)
    expect(transport.posts).toEqual([])
    store.claim = (query) => working.claim(query)
    await clock.advance(0.1 * bucketMillis)
    expect(transport.valuesOf('users')).toEqual([1])
  })

  it('does not make others post again when one claim cannot be settled', async () => {
    const store = createMemoryBucketStore({ bucketMillis })
    const settled: string[] = []
    const clock = new FakeClock()
    const transport = new FakeTransport()
    const client = new SpikelogClient(
      {
        apiKey: testKey,
        store: {
          merge: (...args) => store.merge(...args),
          claim: (query) => store.claim(query),
          nextDueMillis: () => store.nextDueMillis(),
          pending: () => store.pending(),
          settle(key, settlement) {
            settled.push(settlement.as)
            if (settled.length === 1) throw new Error('locked')
            return store.settle(key, settlement)
          },
        },
      },
      { clock, transport, logger: new FakeLogger(), environment: () => undefined },
    )
    for (const chart of ['a', 'b', 'c']) client.add(chart, 1)
    await client.flush()
    expect(settled).toEqual(['delivered', 'delivered', 'delivered'])
    await clock.advance(3 * bucketMillis)
    expect(transport.posts).toHaveLength(3)
  })
})
