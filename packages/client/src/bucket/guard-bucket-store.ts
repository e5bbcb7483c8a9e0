import type { Aggregate } from '../aggregate/aggregate.ts'
import type { BucketStore } from './bucket-store.ts'
import type { DurableStore } from './durable-store.ts'

/**
 * Wraps a store that lives outside this process: what is asked of it in passing (by `add()`, by a
 * timer, by `health()`) must not throw into the app when it fails. `merge`, `claim`, `settle`,
 * `posting` and `remember` are left as they are; their callers know what a failure costs.
 */
export function guardBucketStore(
  store: BucketStore,
  onError: (error: unknown) => void,
): BucketStore {
  /** What waited when the use of the store ended: it is not asked any more. */
  let left: ReadonlyMap<string, Aggregate> | undefined

  function attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read()
    } catch (error) {
      onError(error)
      return otherwise
    }
  }
  const pending = (): ReadonlyMap<string, Aggregate> =>
    left ?? attempt(() => store.pending(), new Map())

  function guardDurable(durable: DurableStore): DurableStore {
    return {
      posting: (bodies) => durable.posting(bodies),
      remember(change) {
        return left === undefined ? durable.remember(change) : undefined
      },
      settingsOf: (chart) => attempt(() => durable.settingsOf(chart), undefined),
      points: () => (left ? new Map() : attempt(() => durable.points(), new Map())),
      close(now) {
        if (left !== undefined) return []
        left = pending()
        const rest = attempt(() => durable.close(now), [])
        if (!('then' in rest)) return rest
        return rest.catch((error: unknown) => {
          onError(error)
          return []
        })
      },
    }
  }
  return {
    merge: (chart, aggregate, now, settings) => store.merge(chart, aggregate, now, settings),
    claim: (query) => (left ? [] : store.claim(query)),
    settle: (key, settlement) => (left ? undefined : store.settle(key, settlement)),
    nextDueMillis: () => (left ? undefined : attempt(() => store.nextDueMillis(), undefined)),
    pending,
    ...(store.durable && { durable: guardDurable(store.durable) }),
  }
}
