import type { Aggregate } from '../aggregate/aggregate.ts'
import type { BucketStore, Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import { shiftAggregate } from './chart-row.ts'
import { addPoint, readPoints } from './delivered-points.ts'
import { sealedFirst } from './file-store.ts'
import type { FileStore } from './file-store.ts'
import { readPending } from './read-pending.ts'
import { mergeAggregates } from './shared.ts'
import { Spare } from './spare.ts'
import type { ResolvedSqliteOptions } from './sqlite-options.ts'
import { StoreFile } from './store-file.ts'
import { WallOffset } from './wall-offset.ts'

/**
 * A store in a file, with a spare in memory for the time in which the file cannot be used: a broken file
 * costs a living process nothing that it measures.
 */
export class SparedStore implements BucketStore, DurableStore {
  readonly durable: DurableStore = this
  readonly #options: ResolvedSqliteOptions
  readonly #wall: WallOffset
  readonly #spare: Spare
  readonly #file: StoreFile
  /** The claims that the file gave. */
  readonly #claims = new Map<string, Claim>()
  /** What became of claims while the file could not be told. */
  readonly #unsettled = new Map<string, Settlement>()
  /** What the spare delivered while the file could not be told: charts, and times of the wall. */
  #untold: (readonly [chart: string, wallMillis: number])[] = []
  /** What all processes remember, as far as this one knows. */
  #memory: unknown

  constructor(options: ResolvedSqliteOptions) {
    this.#options = options
    this.#wall = new WallOffset(options.clock)
    this.#spare = new Spare(options.bucketMillis, this.#wall)
    this.#file = new StoreFile(options, {
      onUse: (file) => this.#tell(file),
      onGone: (file) => this.#spare.keep(file.takeAll(this.#wall.now())),
      onDamage: () => this.#keepClaims(),
    })
  }

  merge(chart: string, aggregate: Aggregate, now: number, settings?: ChartSettings): boolean {
    const isTaken = this.#file.use((file) => {
      const open = { aggregate: shiftAggregate(aggregate, this.#wall.offset) }
      return file.put({ chart, slot: { open }, ...(settings && { settings }) }, this.#wall.at(now))
    })
    return isTaken ?? this.#spare.merge(chart, aggregate, now, settings)
  }

  claim(query: ClaimQuery): readonly Claim[] {
    const { now, force, charts } = query
    const inFile = this.#file.use((file) => file.claim({ ...query, now: this.#wall.at(now) })) ?? []
    const claims = inFile.map((claim) => this.#fromFile(claim))
    const taken = new Set(claims.map(({ chart }) => chart))
    const others = [...this.#spare.pending().keys()].filter(
      (chart) => !taken.has(chart) && charts?.has(chart) !== false,
    )
    const spared =
      taken.size === 0 && charts === undefined ? query : { now, force, charts: new Set(others) }
    return sealedFirst([...claims, ...this.#spare.claim(spared)])
  }

  settle(key: string, settlement: Settlement): void {
    if (this.#spare.has(key)) {
      const chart = this.#spare.settle(key, settlement)
      if (settlement.as === 'delivered') this.#untold.push([chart, this.#wall.now()])
      return
    }
    this.#unsettled.set(key, settlement)
    this.#file.use(() => {})
  }

  nextDueMillis(): number | undefined {
    const inFile = this.#file.use((file) => file.nextDue(this.#wall.now()) ?? Infinity) ?? Infinity
    const due = Math.min(inFile - this.#wall.offset, this.#spare.nextDueMillis() ?? Infinity)
    return due === Infinity ? undefined : due
  }

  pending(): ReadonlyMap<string, Aggregate> {
    // First the file: what the spare holds may move there now.
    const inFile = this.#file.use((file) => readPending(file.connection, this.#wall.now())) ?? []
    const pending = new Map(this.#spare.pending())
    for (const [chart, stored] of inFile) {
      const aggregate = shiftAggregate(stored, -this.#wall.offset)
      const spared = pending.get(chart)
      pending.set(chart, spared === undefined ? aggregate : mergeAggregates(spared, aggregate))
    }
    return pending
  }

  posting(bodies: ReadonlyMap<string, string>): ReadonlySet<string> {
    const keys = [...bodies.keys()]
    const spared = keys.filter((key) => this.#spare.has(key))
    const noted =
      spared.length === keys.length
        ? []
        : this.#file.use((file) => file.posting(bodies, this.#wall.now()))
    if (noted === undefined) {
      // What cannot be noted is not posted: another process might post it again under another key.
      for (const key of keys) if (!this.#spare.has(key)) this.#unsettled.set(key, { as: 'release' })
    }
    return new Set([...spared, ...(noted ?? [])])
  }

  remember(change: (memory: unknown) => unknown): void {
    // While the file cannot be used nothing is shared, and what is new is told when it can be.
    this.#file.use((file) => {
      this.#memory = file.remember((memory) => change(memory ?? this.#memory))
    })
  }

  settingsOf(chart: string): ChartSettings | undefined {
    return this.#file.use((file) => file.settingsOf(chart)) ?? this.#spare.settingsOf(chart)
  }

  points(): ReadonlyMap<string, readonly number[]> {
    const wallMillis = this.#wall.now()
    const points = this.#file.use((file) => readPoints(file.connection, wallMillis)) ?? []
    return new Map(
      [...points].map(([chart, times]) => [chart, times.map((at) => at - this.#wall.offset)]),
    )
  }

  close(now: number): readonly Claim[] {
    const { clock } = this.#options
    if (!this.#spare.isEmpty || this.#unsettled.size > 0) {
      this.#file.retry()
      this.#file.use(() => {})
    }
    this.#file.close()
    return this.#spare.takeRest(Math.max(now, clock.now()))
  }

  #fromFile(claim: Claim): Claim {
    const aggregate = shiftAggregate(claim.aggregate, -this.#wall.offset)
    const given = { ...claim, aggregate }
    this.#claims.set(claim.key, given)
    return given
  }

  /** Tells the file what happened while it could not be used. */
  #tell(file: FileStore): void {
    for (const [key, settlement] of this.#unsettled) {
      file.settle(key, settlement, this.#wall.now())
      this.#unsettled.delete(key)
      this.#claims.delete(key)
    }
    if (this.#untold.length > 0) {
      file.connection.change(() => {
        for (const [chart, wallMillis] of this.#untold) addPoint(file.connection, chart, wallMillis)
      })
      this.#untold = []
    }
    if (!this.#spare.isEmpty) this.#spare.moveTo(file, this.#options.clock.now())
  }

  /** Keeps what the file would have kept of this process's claims: it is lost there. */
  #keepClaims(): void {
    for (const [key, settlement] of this.#unsettled) {
      const claim = this.#claims.get(key)
      if (claim === undefined || settlement.as === 'delivered' || settlement.as === 'refused')
        continue
      const sealedBody =
        claim.sealedBody ?? (settlement.as === 'seal' ? settlement.body : undefined)
      this.#spare.keep([
        this.#spare.toRow({ ...claim, ...(sealedBody !== undefined && { sealedBody }) }),
      ])
      this.#unsettled.delete(key)
    }
  }
}
