import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore, Claim } from '@spikelog-otel/client'

/** A store in memory that tells what waits in it under which key. */
export interface WatchedStore extends BucketStore {
  /** Claims that are under way or sealed: they may be on their chart already. */
  readonly inDoubt: ReadonlyMap<string, Claim>
}

/** Wraps the store that apps have by default. */
export function createWatchedStore(bucketMillis: number): WatchedStore {
  const store = createMemoryBucketStore({ bucketMillis })
  const inDoubt = new Map<string, Claim>()
  const sealed = new Set<string>()
  return {
    inDoubt,
    merge: (chart, aggregate, now) => store.merge(chart, aggregate, now),
    claim: (query) => {
      const taken = store.claim(query)
      // The one in memory answers at once, and so must this.
      if (!('then' in taken)) for (const claim of taken) inDoubt.set(claim.key, claim)
      return taken
    },
    settle: (key, settlement) => {
      if (settlement.as === 'seal') sealed.add(key)
      if (settlement.as !== 'seal' && !(settlement.as === 'release' && sealed.has(key))) {
        inDoubt.delete(key)
      }
      return store.settle(key, settlement)
    },
    nextDueMillis: () => store.nextDueMillis(),
    pending: () => store.pending(),
  }
}
