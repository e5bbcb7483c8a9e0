import { randomUUID } from 'node:crypto'
import { copyAggregate, mergeIntoAggregate } from '../aggregate/aggregate.ts'
import type { Aggregate, OwnAggregate } from '../aggregate/aggregate.ts'
import { cellAt, cellStart } from './bucket-grid.ts'
import type { BucketGrid } from './bucket-grid.ts'
import type { Claim, Settlement } from './bucket-store.ts'

/** What waits of one chart, in cells of the grid. */
export interface Slot {
  open?: { aggregate: OwnAggregate; cell: number }
  sealed?: { claim: Claim; cell: number }
  claimed?: Claim
}

/** How far the buckets of a store have come. */
export interface Progress {
  readonly grid: BucketGrid
  /** The first cell that is not closed: what is merged now belongs there at the earliest. */
  readonly nextCell: number
}

/** When claims are taken: cells before `closable` are due. */
export interface TakeTime {
  readonly now: number
  readonly force: boolean
  readonly closable: number
}

/** Merges what was measured, or what a released claim held, into the open bucket. */
export function mergeIntoSlot(
  slot: Slot,
  aggregate: Aggregate,
  { grid, nextCell }: Progress,
): void {
  const openCell = Math.max(nextCell, cellAt(grid, aggregate.fromMillis))
  const { open } = slot
  if (open === undefined) {
    slot.open = { aggregate: copyAggregate(aggregate), cell: openCell }
  } else {
    mergeIntoAggregate(open.aggregate, aggregate)
    open.cell = Math.min(open.cell, openCell)
  }
}

/** Takes what is due of a slot that is not claimed: the sealed claim, or else the open bucket. */
export function takeFromSlot(
  slot: Slot,
  chart: string,
  { grid, when }: { readonly grid: BucketGrid; readonly when: TakeTime },
): Claim | undefined {
  const { sealed, open } = slot
  const isDue = (cell: number): boolean => when.force || cell < when.closable
  let claim: Claim
  if (sealed !== undefined) {
    if (!isDue(sealed.cell)) return undefined
    claim = sealed.claim
    delete slot.sealed
  } else {
    if (open === undefined || !isDue(open.cell)) return undefined
    claim = { key: randomUUID(), chart, aggregate: withBounds(open, grid, when) }
    delete slot.open
  }
  slot.claimed = claim
  return claim
}

/** Ends a slot's claim. */
export function settleSlot(
  slot: Slot,
  claim: Claim,
  { settlement, progress }: { readonly settlement: Settlement; readonly progress: Progress },
): void {
  delete slot.claimed
  const cell = progress.nextCell
  switch (settlement.as) {
    case 'delivered':
    case 'refused':
      return
    case 'release':
      if (claim.sealedBody === undefined) mergeIntoSlot(slot, claim.aggregate, progress)
      else slot.sealed = { claim, cell }
      return
    case 'seal': {
      const sealedBody = claim.sealedBody ?? settlement.body
      slot.sealed = { claim: { ...claim, sealedBody }, cell }
    }
  }
}

/** `from` and `to` become the bounds of the buckets that the aggregate filled. */
function withBounds(
  { aggregate, cell }: { readonly aggregate: Aggregate; readonly cell: number },
  grid: BucketGrid,
  { now, closable }: TakeTime,
): Aggregate {
  // A bucket that is forced closed ends now, one that is due at the end of the last closable cell.
  const toMillis = cell < closable ? cellStart(grid, closable) : now
  const fromMillis = Math.min(aggregate.fromMillis, cellStart(grid, cell))
  // What was measured beyond the bucket, by a reader slower than it, counts as a rate's time too.
  return { ...aggregate, fromMillis, toMillis: Math.max(toMillis, aggregate.toMillis) }
}

/**
 * Measured "later than now", by another clock (of the wall, say): it would not be due before that
 * time comes, its rate would be next to none and its timestamp in years to come.
 */
export function notAfter(aggregate: Aggregate, now: number): Aggregate {
  const { fromMillis, toMillis } = aggregate
  if (fromMillis <= now && toMillis <= now) return aggregate
  return { ...aggregate, fromMillis: Math.min(fromMillis, now), toMillis: Math.min(toMillis, now) }
}
