import type { BucketStore, Claim, ClaimQuery } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { ClaimToPoint } from './claim-point.ts'
import type { UnderWay } from './under-way.ts'
import type { Undelivered, UndeliveredPoint } from './undelivered.ts'

/** What writing down needs. */
export interface WriteDownParts {
  readonly store: BucketStore
  readonly registry: ChartRegistry
  readonly quota: ChartQuota
  readonly toPoint: ClaimToPoint
  readonly undelivered: Undelivered
  readonly onStoreError: (error: unknown) => void
}

/** A chart holds one sealed and one open aggregate, so two rounds give everything. */
const rounds = 2

/** Takes everything out of the store at the end and writes it down: sealed claims first. */
export async function writeDownRest(parts: WriteDownParts, now: number): Promise<void> {
  const { store, undelivered, onStoreError } = parts
  const points: UndeliveredPoint[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const claims = await store.claim({ now, force: true })
      points.push(...toUndelivered(parts, claims))
      for (const { key } of claims) await store.settle(key, { as: 'refused' })
    }
  } catch (error) {
    onStoreError(error)
  }
  undelivered.write(points)
}

/**
 * The same in this very turn, posts under way included, for a process that ends at once. A store that
 * answers with promises cannot give anything in time: it keeps what it has.
 */
export function writeDownNow(
  parts: WriteDownParts & {
    readonly underWay: UnderWay
    readonly write: (points: readonly UndeliveredPoint[]) => void
  },
  now: number,
): void {
  const { store, underWay, write, onStoreError } = parts
  const held = underWay.takeAll()
  const points = held.flatMap(({ claim, isDelivered, mayHaveArrived }) =>
    isDelivered ? [] : toUndelivered(parts, [claim], mayHaveArrived),
  )
  try {
    // Delivered ones too: the store gives nothing newer of a chart with a claim.
    for (const { claim, isDelivered } of held) {
      settleQuietly(parts, claim.key, isDelivered ? 'delivered' : 'refused')
    }
    for (let round = 0; round < rounds; round += 1) {
      const claims = claimNow(store, { now, force: true })
      if (claims === undefined) break
      points.push(...toUndelivered(parts, claims))
      for (const { key } of claims) settleQuietly(parts, key, 'refused')
    }
  } catch (error) {
    onStoreError(error)
  }
  write(points)
}

/** Claims in this turn; what a slower store gives later is handed back to it. */
function claimNow(store: BucketStore, query: ClaimQuery): readonly Claim[] | undefined {
  const claims = store.claim(query)
  if (!('then' in claims)) return claims
  void handBack(store, claims)
  return undefined
}

async function handBack(store: BucketStore, claims: Promise<readonly Claim[]>): Promise<void> {
  try {
    for (const { key } of await claims) await store.settle(key, { as: 'release' })
  } catch {
    // The process ends; a store that outlives it lets go of claims in time.
  }
}

function settleQuietly(
  { store, onStoreError }: WriteDownParts,
  key: string,
  as: 'delivered' | 'refused',
): void {
  void Promise.resolve(store.settle(key, { as })).catch(onStoreError)
}

function toUndelivered(
  { registry, quota, toPoint, undelivered }: WriteDownParts,
  claims: readonly Claim[],
  mayHaveArrived = false,
): UndeliveredPoint[] {
  quota.decide(claims.map(({ chart }) => ({ chart, slot: registry.slotOf(chart) })))
  return claims.flatMap((claim): UndeliveredPoint[] => {
    const point = toPoint(claim)
    if (point === undefined) {
      undelivered.dropNonfinite(claim)
      return []
    }
    const isDoubtful = mayHaveArrived || claim.sealedBody !== undefined
    const isLeftOut = !isDoubtful && !quota.isAdmitted(claim.chart)
    const reason = isDoubtful ? 'shutdown_maybe_delivered' : 'shutdown'
    return [{ claim, point, reason: isLeftOut ? 'quota' : reason }]
  })
}
