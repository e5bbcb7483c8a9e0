import { randomUUID } from 'node:crypto'
import { copyAggregate, mergeIntoAggregate } from '../aggregate/aggregate.ts'
import type { Aggregate, OwnAggregate } from '../aggregate/aggregate.ts'
import { cellAt, cellStart, closableCells, closesAfter, startOfGrid } from './bucket-grid.ts'
import type { BucketGrid } from './bucket-grid.ts'
import { maxChartNames } from './bucket-store.ts'
import type { BucketStore, Claim, ClaimQuery, Settlement } from './bucket-store.ts'

/** What waits of one chart. */
interface Slot {
  open?: { aggregate: OwnAggregate; cell: number }
  sealed?: { claim: Claim; cell: number }
  claimed?: Claim
}

/** Options of {@link createMemoryBucketStore}. */
export interface MemoryBucketStoreOptions {
  readonly bucketMillis: number
}

/** Keeps buckets in this process: the default store. What it holds ends with the process. */
export function createMemoryBucketStore(options: MemoryBucketStoreOptions): BucketStore {
  return new MemoryBucketStore(options.bucketMillis)
}

class MemoryBucketStore implements BucketStore {
  readonly #slots = new Map<string, Slot>()
  /** The slot whose claim has this key. */
  readonly #claimed = new Map<string, Slot>()
  #grid: BucketGrid
  /** Whether the next merge starts the grid: the first one does, and the first after a forced claim. */
  #mergeStartsGrid = true
  /** The first cell that is not closed: what is merged now belongs there at the earliest. */
  #nextCell = 0

  constructor(bucketMillis: number) {
    this.#grid = { startMillis: 0, bucketMillis }
  }

  merge(chart: string, aggregate: Aggregate, now: number): boolean {
    let slot = this.#slots.get(chart)
    if (slot === undefined) {
      if (this.#slots.size >= maxChartNames) return false
      slot = {}
      this.#slots.set(chart, slot)
    }
    if (this.#mergeStartsGrid) {
      this.#startGrid(startOfGrid(aggregate.fromMillis, now, this.#grid.bucketMillis))
      this.#mergeStartsGrid = false
    }
    this.#mergeInto(slot, notAfter(aggregate, now))
    return true
  }

  claim({ now, force, charts }: ClaimQuery): readonly Claim[] {
    const closable = Math.max(this.#nextCell, closableCells(this.#grid, now))
    const sealed: Claim[] = []
    const open: Claim[] = []
    for (const [chart, slot] of this.#slots) {
      if (slot.claimed !== undefined || charts?.has(chart) === false) continue
      const claim = this.#take(slot, chart, { now, force, closable })
      if (claim === undefined) continue
      this.#claimed.set(claim.key, slot)
      ;(claim.sealedBody === undefined ? open : sealed).push(claim)
    }
    const claims = [...sealed, ...open]
    if (claims.length > 0) this.#nextCell = closable
    if (claims.length > 0 && force && charts === undefined) {
      this.#startGrid(now)
      this.#mergeStartsGrid = true
    }
    return claims
  }

  settle(key: string, settlement: Settlement): void {
    const slot = this.#claimed.get(key)
    if (slot?.claimed === undefined) return
    const { claimed: claim } = slot
    this.#claimed.delete(key)
    delete slot.claimed
    switch (settlement.as) {
      case 'delivered':
      case 'refused':
        if (slot.open === undefined) this.#slots.delete(claim.chart)
        return
      case 'release':
        if (claim.sealedBody === undefined) this.#mergeInto(slot, claim.aggregate)
        else slot.sealed = { claim, cell: this.#nextCell }
        return
      case 'seal': {
        const sealedBody = claim.sealedBody ?? settlement.body
        slot.sealed = { claim: { ...claim, sealedBody }, cell: this.#nextCell }
      }
    }
  }

  nextDueMillis(): number | undefined {
    let cell = Infinity
    for (const { claimed, sealed, open } of this.#slots.values()) {
      if (claimed !== undefined) continue
      // What is newer waits for the sealed claim.
      cell = Math.min(cell, sealed?.cell ?? open?.cell ?? Infinity)
    }
    return cell === Infinity ? undefined : closesAfter(this.#grid, cell)
  }

  pending(): ReadonlyMap<string, Aggregate> {
    const pending = new Map<string, OwnAggregate>()
    for (const [chart, { open, sealed, claimed }] of this.#slots) {
      for (const part of [open, sealed?.claim, claimed]) {
        if (part === undefined) continue
        const merged = pending.get(chart)
        if (merged === undefined) pending.set(chart, copyAggregate(part.aggregate))
        else mergeIntoAggregate(merged, part.aggregate)
      }
    }
    return pending
  }

  #take(
    slot: Slot,
    chart: string,
    when: { now: number; force: boolean; closable: number },
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
      claim = { key: randomUUID(), chart, aggregate: this.#withBounds(open, when) }
      delete slot.open
    }
    slot.claimed = claim
    return claim
  }

  /** `from` and `to` become the bounds of the buckets that the aggregate filled. */
  #withBounds(
    { aggregate, cell }: { aggregate: Aggregate; cell: number },
    { now, closable }: { now: number; closable: number },
  ): Aggregate {
    const grid = this.#grid
    // A bucket that is forced closed ends now, one that is due at the end of the last closable cell.
    const toMillis = cell < closable ? cellStart(grid, closable) : now
    const fromMillis = Math.min(aggregate.fromMillis, cellStart(grid, cell))
    // What was measured beyond the bucket, by a reader slower than it, counts as a rate's time too.
    return { ...aggregate, fromMillis, toMillis: Math.max(toMillis, aggregate.toMillis) }
  }

  #mergeInto(slot: Slot, aggregate: Aggregate): void {
    const openCell = Math.max(this.#nextCell, cellAt(this.#grid, aggregate.fromMillis))
    const { open } = slot
    if (open === undefined) {
      slot.open = { aggregate: copyAggregate(aggregate), cell: openCell }
    } else {
      mergeIntoAggregate(open.aggregate, aggregate)
      open.cell = Math.min(open.cell, openCell)
    }
  }

  /** Starts a new grid; what waits belongs to its first cell. */
  #startGrid(startMillis: number): void {
    this.#grid = { ...this.#grid, startMillis }
    this.#nextCell = 0
    for (const slot of this.#slots.values()) {
      if (slot.open !== undefined) slot.open.cell = 0
      if (slot.sealed !== undefined) slot.sealed.cell = 0
    }
  }
}

/**
 * Measured "later than now", by another clock (of the wall, say): it would not be due before that
 * time comes, its rate would be next to none and its timestamp in years to come.
 */
function notAfter(aggregate: Aggregate, now: number): Aggregate {
  const { fromMillis, toMillis } = aggregate
  if (fromMillis <= now && toMillis <= now) return aggregate
  return { ...aggregate, fromMillis: Math.min(fromMillis, now), toMillis: Math.min(toMillis, now) }
}
