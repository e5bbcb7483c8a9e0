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
  readonly underWay: UnderWay
  readonly write: (points: readonly UndeliveredPoint[]) => void
  readonly onStoreError: (error: unknown) => void
}

/** A chart holds one sealed and one open aggregate, so two rounds give everything. */
const rounds = 2

/**
 * Takes everything out of the store at the end and writes it down: sealed claims first, and before
 * them what a transport that does not obey still holds. All in one turn if the store answers at once,
 * since the process may end in the next.
 */
export async function writeDownRest(parts: WriteDownParts, now: number): Promise<void> {
  const { store, write, onStoreError } = parts
  const { points, settling } = takeUnderWay(parts)
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Before its claim is settled, a store gives nothing newer of a chart.
      if (settling.length > 0) await Promise.all(settling.splice(0))
      const answer = store.claim({ now, force: true })
      const claims = 'then' in answer ? await answer : answer
      points.push(...toUndelivered(parts, claims))
      settling.push(...settleAll(parts, claims, 'refused'))
    }
  } catch (error) {
    onStoreError(error)
  }
  write(points)
  await Promise.all(settling)
}

/**
 * The same in this very turn, for a process that ends at once. A store that answers with promises
 * cannot give anything in time: it keeps what it has.
 */
export function writeDownNow(parts: WriteDownParts, now: number): void {
  const { store, write, onStoreError } = parts
  const { points } = takeUnderWay(parts)
  try {
    for (let round = 0; round < rounds; round += 1) {
      const claims = claimNow(store, { now, force: true })
      if (claims === undefined) break
      points.push(...toUndelivered(parts, claims))
      void settleAll(parts, claims, 'refused')
    }
  } catch (error) {
    onStoreError(error)
  }
  write(points)
}

/** Takes the claims that the pump holds. */
function takeUnderWay(parts: WriteDownParts): {
  readonly points: UndeliveredPoint[]
  readonly settling: Promise<void>[]
} {
  const held = parts.underWay.takeAll()
  return {
    points: held.flatMap(({ claim, isDelivered, mayHaveArrived }) =>
      isDelivered ? [] : toUndelivered(parts, [claim], mayHaveArrived),
    ),
    // Delivered ones too: the store gives nothing newer of a chart with a claim.
    settling: held.flatMap(({ claim, isDelivered }) =>
      settleAll(parts, [claim], isDelivered ? 'delivered' : 'refused'),
    ),
  }
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

/** @returns what to wait for: nothing with a store that does it at once. */
function settleAll(
  { store, onStoreError }: WriteDownParts,
  claims: readonly Claim[],
  as: 'delivered' | 'refused',
): Promise<void>[] {
  return claims.flatMap(({ key }) => {
    try {
      const answer = store.settle(key, { as })
      return answer === undefined ? [] : [answer.catch(onStoreError)]
    } catch (error) {
      onStoreError(error)
      return []
    }
  })
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
