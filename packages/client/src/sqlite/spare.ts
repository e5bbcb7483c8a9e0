import { randomUUID } from 'node:crypto'
import type { Aggregate } from '../aggregate/aggregate.ts'
import type { Slot } from '../bucket/bucket-slot.ts'
import type { BucketStore, Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import { shiftAggregate } from './chart-row.ts'
import type { ChartRow } from './chart-row.ts'
import type { FileStore } from './file-store.ts'
import { copyAggregate, createMemoryBucketStore } from './shared.ts'
import type { WallOffset } from './wall-offset.ts'

/** Keeps in memory what the file cannot take, until it can. */
export class Spare {
  readonly #store: BucketStore
  readonly #wall: WallOffset
  readonly #settings = new Map<string, ChartSettings>()
  /** The charts of claims that were given out, by key. */
  readonly #claimed = new Map<string, string>()
  /** Out of a file that is gone, in times of the wall. */
  #strays: ChartRow[] = []

  constructor(bucketMillis: number, wall: WallOffset) {
    this.#store = createMemoryBucketStore({ bucketMillis })
    this.#wall = wall
  }

  get isEmpty(): boolean {
    return this.#strays.length === 0 && this.#store.pending().size === 0
  }

  merge(chart: string, aggregate: Aggregate, now: number, settings?: ChartSettings): boolean {
    if (settings !== undefined) this.#settings.set(chart, settings)
    return this.#store.merge(chart, aggregate, now)
  }

  /** Keeps what a file held that is gone. */
  keep(rows: readonly ChartRow[]): void {
    this.#strays.push(...rows)
  }

  claim(query: ClaimQuery): readonly Claim[] {
    const claims = this.#store.claim(query)
    // It is in memory, and answers at once.
    if ('then' in claims) return []
    for (const { key, chart } of claims) this.#claimed.set(key, chart)
    return claims
  }

  /** Whether a claim is the spare's own. */
  has(key: string): boolean {
    return this.#claimed.has(key)
  }

  /** @returns the claim's chart */
  settle(key: string, settlement: Settlement): string {
    const chart = this.#claimed.get(key) ?? ''
    this.#claimed.delete(key)
    void this.#store.settle(key, settlement)
    return chart
  }

  nextDueMillis(): number | undefined {
    return this.#store.nextDueMillis()
  }

  pending(): ReadonlyMap<string, Aggregate> {
    return this.#store.pending()
  }

  settingsOf(chart: string): ChartSettings | undefined {
    return this.#settings.get(chart)
  }

  /** Puts everything into the file that it has room for. */
  moveTo(file: FileStore, now: number): void {
    const strays = this.#strays
    for (let left = strays.length; left > 0; left -= 1) {
      const [row] = strays
      if (row === undefined) return
      const isKept = file.put(row, this.#wall.at(now))
      // Only then: what the file cannot take is not lost.
      strays.shift()
      if (!isKept) strays.push(row)
    }
    const charts = new Set(this.#store.pending().keys())
    if (charts.size === 0) return
    const waiting = new Map(
      this.claim({ now, force: true, charts }).map((claim) => [claim.key, claim]),
    )
    try {
      for (const [key, claim] of waiting) {
        if (!file.put(this.toRow(claim), this.#wall.at(now))) continue
        this.settle(key, { as: 'refused' })
        waiting.delete(key)
      }
    } finally {
      for (const key of waiting.keys()) this.settle(key, { as: 'release' })
    }
  }

  /** Gives up everything. */
  takeRest(now: number): readonly Claim[] {
    const rest = this.#strays.flatMap((row) => this.#toClaims(row))
    this.#strays = []
    // A chart holds one sealed and one open aggregate.
    for (let round = 0; round < 2; round += 1) {
      const claims = this.claim({ now, force: true })
      for (const { key } of claims) this.settle(key, { as: 'refused' })
      rest.push(...claims)
    }
    return rest
  }

  /** What a file would hold of a claim that is nobody's any more. */
  toRow(claim: Claim): ChartRow {
    const { chart } = claim
    const settings = claim.settings ?? this.#settings.get(chart)
    const aggregate = shiftAggregate(claim.aggregate, this.#wall.offset)
    const slot: Slot =
      claim.sealedBody === undefined
        ? { open: { aggregate: copyAggregate(aggregate), cell: 0 } }
        : { sealed: { claim: { ...claim, aggregate }, cell: 0 } }
    return { chart, slot, ...(settings && { settings }) }
  }

  #toClaims({ chart, settings, slot: { sealed, open }, held }: ChartRow): readonly Claim[] {
    const sealedBody = held?.claim.sealedBody ?? held?.body
    const claims = [
      held && { ...held.claim, ...(sealedBody !== undefined && { sealedBody }) },
      sealed?.claim,
      open && {
        key: randomUUID(),
        chart,
        aggregate: open.aggregate,
        ...(settings && { settings }),
      },
    ]
    return claims.flatMap((claim) =>
      claim === undefined
        ? []
        : [{ ...claim, aggregate: shiftAggregate(claim.aggregate, -this.#wall.offset) }],
    )
  }
}
