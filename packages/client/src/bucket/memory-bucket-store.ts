import { copyAggregate, mergeIntoAggregate } from '../aggregate/aggregate.ts'
import type { Aggregate, OwnAggregate } from '../aggregate/aggregate.ts'
import { closableCells, closesAfter, startOfGrid } from './bucket-grid.ts'
import { mergeIntoSlot, notAfter, settleSlot, takeFromSlot } from './bucket-slot.ts'
import type { Progress, Slot } from './bucket-slot.ts'
import { maxChartNames } from './bucket-store.ts'
import type { BucketStore, Claim, ClaimQuery, Settlement } from './bucket-store.ts'

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
  #progress: Progress
  /** Whether the next merge starts the grid: the first one does, and the first after a forced claim. */
  #mergeStartsGrid = true

  constructor(bucketMillis: number) {
    this.#progress = { grid: { startMillis: 0, bucketMillis }, nextCell: 0 }
  }

  merge(chart: string, aggregate: Aggregate, now: number): boolean {
    let slot = this.#slots.get(chart)
    if (slot === undefined) {
      if (this.#slots.size >= maxChartNames) return false
      slot = {}
      this.#slots.set(chart, slot)
    }
    if (this.#mergeStartsGrid) {
      const { bucketMillis } = this.#progress.grid
      this.#startGrid(startOfGrid(aggregate.fromMillis, now, bucketMillis))
      this.#mergeStartsGrid = false
    }
    mergeIntoSlot(slot, notAfter(aggregate, now), this.#progress)
    return true
  }

  claim({ now, force, charts }: ClaimQuery): readonly Claim[] {
    const { grid, nextCell } = this.#progress
    const closable = Math.max(nextCell, closableCells(grid, now))
    const sealed: Claim[] = []
    const open: Claim[] = []
    for (const [chart, slot] of this.#slots) {
      if (slot.claimed !== undefined || charts?.has(chart) === false) continue
      const claim = takeFromSlot(slot, chart, { grid, when: { now, force, closable } })
      if (claim === undefined) continue
      this.#claimed.set(claim.key, slot)
      ;(claim.sealedBody === undefined ? open : sealed).push(claim)
    }
    const claims = [...sealed, ...open]
    if (claims.length > 0) this.#progress = { grid, nextCell: closable }
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
    settleSlot(slot, claim, { settlement, progress: this.#progress })
    if (slot.open === undefined && slot.sealed === undefined) this.#slots.delete(claim.chart)
  }

  nextDueMillis(): number | undefined {
    let cell = Infinity
    for (const { claimed, sealed, open } of this.#slots.values()) {
      if (claimed !== undefined) continue
      // What is newer waits for the sealed claim.
      cell = Math.min(cell, sealed?.cell ?? open?.cell ?? Infinity)
    }
    return cell === Infinity ? undefined : closesAfter(this.#progress.grid, cell)
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

  /** Starts a new grid; what waits belongs to its first cell. */
  #startGrid(startMillis: number): void {
    this.#progress = { grid: { ...this.#progress.grid, startMillis }, nextCell: 0 }
    for (const slot of this.#slots.values()) {
      if (slot.open !== undefined) slot.open.cell = 0
      if (slot.sealed !== undefined) slot.sealed.cell = 0
    }
  }
}
