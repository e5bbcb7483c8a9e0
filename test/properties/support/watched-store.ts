import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { Aggregate, BucketStore, Claim, ClaimQuery, Settlement } from '@spikelog-otel/client'

/** The store in memory, and a record of what went through it. */
export class WatchedStore implements BucketStore {
  /** How many measurements were merged. */
  merged = 0
  /** Every claim ever given out, by its key. */
  readonly claims = new Map<string, Claim>()
  /** How claims ended that are not in the store any more. */
  readonly ended = new Map<string, 'delivered' | 'refused'>()
  readonly #store: BucketStore

  constructor(bucketMillis: number) {
    this.#store = createMemoryBucketStore({ bucketMillis })
  }

  merge(chart: string, aggregate: Aggregate, now: number): boolean {
    const isTaken = this.#store.merge(chart, aggregate, now)
    if (isTaken) this.merged += aggregate.count
    return isTaken
  }

  claim(query: ClaimQuery): readonly Claim[] {
    const claims = this.#store.claim(query)
    if ('then' in claims) throw new Error('the store in memory answers at once')
    for (const claim of claims) this.claims.set(claim.key, claim)
    return claims
  }

  settle(key: string, settlement: Settlement): void {
    if (settlement.as === 'delivered' || settlement.as === 'refused') {
      this.ended.set(key, settlement.as)
    }
    void this.#store.settle(key, settlement)
  }

  nextDueMillis(): number | undefined {
    return this.#store.nextDueMillis()
  }

  pending(): ReadonlyMap<string, Aggregate> {
    return this.#store.pending()
  }
}
