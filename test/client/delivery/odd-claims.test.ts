import { createMemoryBucketStore, toAggregate } from '@spikelog-otel/client'
import type { BucketStore, Claim } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { bucketMillis, useClient } from '../../support/use-client.ts'

/** A store whose first claim has a second one beside it that another process left there. */
function withClaim(odd: Omit<Claim, 'key' | 'chart'>): BucketStore {
  const store = createMemoryBucketStore({ bucketMillis })
  let left: Claim[] = [{ key: 'odd', chart: 'odd', ...odd }]
  return {
    merge: (chart, aggregate, now) => store.merge(chart, aggregate, now),
    claim: (query) => [...left, ...(store.claim(query) as Claim[])],
    settle: (key, settlement) => {
      if (settlement.as !== 'release') left = left.filter((claim) => claim.key !== key)
      void store.settle(key, settlement)
    },
    nextDueMillis: () => store.nextDueMillis(),
    pending: () => store.pending(),
  }
}

describe('a claim of a store outside this process', () => {
  it.each([8.65e15, -8.65e15])('keeps no other from being posted: at %d', async (to) => {
    const aggregate = { ...toAggregate(3, 0), toMillis: to }
    const { client, transport } = useClient({ timestamps: true, store: withClaim({ aggregate }) })
    client.add('users', 2)
    await client.flush()
    expect(transport.valuesOf('users')).toEqual([2])
    expect(transport.posts.map(({ body }) => body)).toContain('{"chart":"odd","value":3}')
  })

  it.each(['', '{', '{}', 'null', '{"value":"1"}'])(
    'is dropped and counted when its body is none: %j',
    async (sealedBody) => {
      const store = withClaim({ aggregate: toAggregate(3, 0), sealedBody })
      const { client, transport } = useClient({ store })
      client.add('users', 2)
      await client.flush()
      expect(transport.posts.map(({ body }) => body)).toEqual(['{"chart":"users","value":2}'])
      expect(client.health().dropped).toEqual({ nonfinite: 1 })
    },
  )
})
