import type { BucketStore } from './bucket-store.ts'

/**
 * Wraps a store that lives outside this process: what is asked of it in passing (by `add()`, by a
 * timer, by `health()`) must not throw into the app when it fails. `merge`, `claim` and `settle` are
 * left as they are; their callers know what a failure costs.
 */
export function guardBucketStore(
  store: BucketStore,
  onError: (error: unknown) => void,
): BucketStore {
  function attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read()
    } catch (error) {
      onError(error)
      return otherwise
    }
  }
  return {
    merge: (chart, aggregate, now) => store.merge(chart, aggregate, now),
    claim: (query) => store.claim(query),
    settle: (key, settlement) => store.settle(key, settlement),
    nextDueMillis: () => attempt(() => store.nextDueMillis(), undefined),
    pending: () => attempt(() => store.pending(), new Map()),
  }
}
