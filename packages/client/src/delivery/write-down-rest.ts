import type { BucketStore } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ClaimToPoint } from './claim-point.ts'
import type { Undelivered, UndeliveredPoint } from './undelivered.ts'

/** What {@link writeDownRest} needs. */
export interface WriteDownParts {
  readonly store: BucketStore
  readonly quota: ChartQuota
  readonly toPoint: ClaimToPoint
  readonly undelivered: Undelivered
}

/** Takes everything out of the store at the end and writes it down: sealed claims first. */
export async function writeDownRest(parts: WriteDownParts, now: number): Promise<void> {
  const { store, quota, toPoint, undelivered } = parts
  const points: UndeliveredPoint[] = []
  // A chart holds one sealed and one open aggregate, so two rounds give everything.
  for (let round = 0; round < 2; round += 1) {
    for (const claim of await store.claim({ now, force: true })) {
      const point = toPoint(claim)
      const isSealed = claim.sealedBody !== undefined
      const reason = isSealed ? 'shutdown_maybe_delivered' : 'shutdown'
      const isLeftOut = !isSealed && !quota.isAdmitted(claim.chart)
      if (point !== undefined) {
        points.push({ claim, value: point.value, reason: isLeftOut ? 'quota' : reason })
      }
      await store.settle(claim.key, { as: 'refused' })
    }
  }
  undelivered.write(points)
}
