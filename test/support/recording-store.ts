import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { Aggregate, BucketStore } from '@spikelog-otel/client'

/** A store in memory that remembers every claim by its key. */
export interface RecordingStore extends BucketStore {
  readonly claims: ReadonlyMap<string, Aggregate>
}

/** Wraps the memory store, so that points can be joined with the claims they came from. */
export function createRecordingStore(bucketMillis: number): RecordingStore {
  const store = createMemoryBucketStore({ bucketMillis })
  const claims = new Map<string, Aggregate>()
  return {
    claims,
    merge: (chart, aggregate, now) => store.merge(chart, aggregate, now),
    claim: async (query) => {
      const taken = await store.claim(query)
      for (const { key, aggregate } of taken) claims.set(key, aggregate)
      return taken
    },
    settle: (key, settlement) => store.settle(key, settlement),
    nextDueMillis: () => store.nextDueMillis(),
    pending: () => store.pending(),
  }
}
