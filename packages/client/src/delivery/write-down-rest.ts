import type { BucketStore, Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { ClaimToPoint } from './claim-point.ts'
import type { UnderWay, UnsettledClaim } from './under-way.ts'
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
  if (store.durable !== undefined) {
    await Promise.all(settling)
    return leaveRest(parts, store.durable, now)
  }
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Before its claim is settled, a store gives nothing newer of a chart.
      if (settling.length > 0) await Promise.all(settling.splice(0))
      const answer = store.claim({ now, force: true })
      const claims = 'then' in answer ? await answer : answer
      points.push(...toUndelivered(parts, claims))
      settling.push(...settleAll(parts, claims, { as: 'refused' }))
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
  if (store.durable !== undefined) return void leaveRest(parts, store.durable, now)
  try {
    for (let round = 0; round < rounds; round += 1) {
      const claims = claimNow(store, { now, force: true })
      if (claims === undefined) break
      points.push(...toUndelivered(parts, claims))
      void settleAll(parts, claims, { as: 'refused' })
    }
  } catch (error) {
    onStoreError(error)
  }
  write(points)
}

/** A durable store keeps the rest for the next process, but for what it cannot keep. */
function leaveRest(
  parts: WriteDownParts,
  durable: DurableStore,
  now: number,
): void | Promise<void> {
  const write = (claims: readonly Claim[]): void => parts.write(toUndelivered(parts, claims))
  const rest = durable.close(now)
  return 'then' in rest ? rest.then(write) : write(rest)
}

/** Takes the claims that the pump holds. A durable store gets them back. */
function takeUnderWay(parts: WriteDownParts): {
  readonly points: UndeliveredPoint[]
  readonly settling: Promise<void>[]
} {
  const isKept = parts.store.durable !== undefined
  const held = parts.underWay.takeAll()
  return {
    points: held.flatMap(({ claim, isDelivered, mayHaveArrived }) =>
      isDelivered || isKept ? [] : toUndelivered(parts, [claim], mayHaveArrived),
    ),
    // Delivered ones too: the store gives nothing newer of a chart with a claim.
    settling: held.flatMap((one) => settleAll(parts, [one.claim], toEnd(one, isKept))),
  }
}

function toEnd(one: UnsettledClaim, isKept: boolean): Settlement {
  const { isDelivered, mayHaveArrived, body } = one
  if (isDelivered) return { as: 'delivered' }
  if (!isKept) return { as: 'refused' }
  return mayHaveArrived && body !== undefined ? { as: 'seal', body } : { as: 'release' }
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
  settlement: Settlement,
): Promise<void>[] {
  return claims.flatMap(({ key }) => {
    try {
      const answer = store.settle(key, settlement)
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
  quota.decide(claims.map((claim) => ({ chart: claim.chart, slot: registry.slotOf(claim) })))
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
