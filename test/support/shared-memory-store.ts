import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore, ChartSettings, Claim, Clock, DurableStore } from '@spikelog-otel/client'

interface Lease {
  readonly owner: object
  readonly claim: Claim
  readonly untilWallMillis: number
  body?: string
}

/** What a file would hold: it outlives the stores that are opened on it. */
export class SharedMemory {
  readonly buckets: BucketStore
  readonly leases = new Map<string, Lease>()
  readonly settings = new Map<string, ChartSettings>()
  /** Wall times, by chart. */
  readonly points = new Map<string, number[]>()
  /** JSON of the account's memory. */
  memory: string | undefined
  /** How often it was read or changed. */
  remembered = 0

  constructor(bucketMillis: number) {
    this.buckets = createMemoryBucketStore({ bucketMillis })
  }
}

/**
 * A durable store for tests: processes are stores opened on one {@link SharedMemory}. All of them run
 * on clocks that show the same time. A lease that ended is seen when somebody next claims.
 */
export function openSharedStore(
  shared: SharedMemory,
  clock: Clock,
  { leaseMillis = 30_000 }: { readonly leaseMillis?: number } = {},
): BucketStore & { readonly durable: DurableStore } {
  const { buckets, leases, settings, points } = shared
  const owner = {}
  let isClosed = false

  function take(claims: readonly Claim[]): readonly Claim[] {
    for (const claim of claims) {
      leases.set(claim.key, { owner, claim, untilWallMillis: clock.wallNow() + leaseMillis })
    }
    return claims.map((claim) => {
      const of = settings.get(claim.chart)
      return of === undefined ? claim : { ...claim, settings: of }
    })
  }

  function endLeases(): void {
    for (const [key, { claim, body, untilWallMillis }] of leases) {
      if (clock.wallNow() < untilWallMillis) continue
      leases.delete(key)
      const sealedBody = claim.sealedBody ?? body
      void buckets.settle(
        key,
        sealedBody === undefined ? { as: 'release' } : { as: 'seal', body: sealedBody },
      )
    }
  }

  function open(): void {
    if (isClosed) throw new Error('used after it was closed')
  }

  return {
    merge(chart, aggregate, now, of) {
      open()
      const isMerged = buckets.merge(chart, aggregate, now)
      if (isMerged && of !== undefined && !settings.has(chart)) settings.set(chart, of)
      return isMerged
    },
    claim(query) {
      open()
      endLeases()
      return take(buckets.claim(query) as readonly Claim[])
    },
    settle(key, settlement) {
      open()
      const lease = leases.get(key)
      if (lease === undefined || lease.owner !== owner) return
      leases.delete(key)
      void buckets.settle(key, settlement)
      const { chart } = lease.claim
      if (settlement.as === 'delivered') {
        points.set(chart, [...(points.get(chart) ?? []), clock.wallNow()].slice(-1000))
      }
      if (!buckets.pending().has(chart)) settings.delete(chart)
    },
    nextDueMillis() {
      open()
      return buckets.nextDueMillis()
    },
    pending() {
      open()
      return buckets.pending()
    },
    durable: {
      posting(bodies) {
        open()
        const ours = [...bodies].filter(([key, body]) => {
          const lease = leases.get(key)
          if (lease === undefined || lease.owner !== owner) return false
          lease.body = body
          return true
        })
        return new Set(ours.map(([key]) => key))
      },
      remember(change) {
        open()
        shared.remembered += 1
        const { memory } = shared
        shared.memory = JSON.stringify(
          change(memory === undefined ? undefined : JSON.parse(memory)),
        )
      },
      settingsOf(chart) {
        open()
        return settings.get(chart)
      },
      points() {
        open()
        const offset = clock.wallNow() - clock.now()
        return new Map([...points].map(([chart, times]) => [chart, times.map((at) => at - offset)]))
      },
      close() {
        open()
        isClosed = true
        return []
      },
    },
  }
}
