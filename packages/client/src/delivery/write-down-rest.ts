import type { BucketStore } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { ClaimToPoint } from './claim-point.ts'
import type { Undelivered, UndeliveredPoint } from './undelivered.ts'

/** What {@link writeDownRest} needs. */
export interface WriteDownParts {
  readonly store: BucketStore
  readonly registry: ChartRegistry
  readonly quota: ChartQuota
  readonly toPoint: ClaimToPoint
  readonly undelivered: Undelivered
  readonly onStoreError: (error: unknown) => void
}

/** Takes everything out of the store at the end and writes it down: sealed claims first. */
export async function writeDownRest(parts: WriteDownParts, now: number): Promise<void> {
  const { store, registry, quota, toPoint, undelivered, onStoreError } = parts
  const points: UndeliveredPoint[] = []
  try {
    // A chart holds one sealed and one open aggregate, so two rounds give everything.
    for (let round = 0; round < 2; round += 1) {
      const claims = await store.claim({ now, force: true })
      quota.decide(claims.map(({ chart }) => ({ chart, slot: registry.slotOf(chart) })))
      for (const claim of claims) {
        const point = toPoint(claim)
        const isSealed = claim.sealedBody !== undefined
        const reason = isSealed ? 'shutdown_maybe_delivered' : 'shutdown'
        const isLeftOut = !isSealed && !quota.isAdmitted(claim.chart)
        if (point === undefined) undelivered.dropNonfinite(claim)
        else points.push({ claim, point, reason: isLeftOut ? 'quota' : reason })
        await store.settle(claim.key, { as: 'refused' })
      }
    }
  } catch (error) {
    onStoreError(error)
  }
  undelivered.write(points)
}
