import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Aggregate } from '../aggregate/aggregate.ts'
import type { BucketStore, Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import { shiftAggregate } from './chart-row.ts'
import { explainStoreError } from './explain-store-error.ts'
import { FileStore } from './file-store.ts'
import { openFile } from './open-file.ts'
import type { ResolvedSqliteOptions } from './sqlite-options.ts'
import { WallOffset } from './wall-offset.ts'
import { createMemoryBucketStore, mergeAggregates } from './shared.ts'

/** How long a file that cannot be used is left alone: what waits for it blocks the app's thread. */
const retryMillis = 10_000

/**
 * A store in a file, with a spare in memory for the time in which the file cannot be used: a broken file
 * costs a living process nothing that it measures.
 */
export class SparedStore implements BucketStore, DurableStore {
  readonly durable: DurableStore = this
  readonly #options: ResolvedSqliteOptions
  readonly #wall: WallOffset
  readonly #owner: string = randomUUID()
  readonly #spare: BucketStore
  /** The settings of what was merged into the spare. */
  readonly #settings = new Map<string, ChartSettings>()
  /** The keys of claims that are the spare's. */
  readonly #spareKeys = new Set<string>()
  /** What became of claims while the file could not be told. */
  readonly #unsettled = new Map<string, Settlement>()
  #file: FileStore | undefined
  #retryAtMillis = -Infinity
  /** What was said last of the file. */
  #said: string | undefined
  /** What all processes remember, as far as this one knows. */
  #memory: unknown

  constructor(options: ResolvedSqliteOptions) {
    this.#options = options
    this.#wall = new WallOffset(options.clock)
    this.#spare = createMemoryBucketStore(options)
  }

  merge(chart: string, aggregate: Aggregate, now: number, settings?: ChartSettings): boolean {
    const isTaken = this.#try((file) =>
      this.#mergeIntoFile(file, { chart, aggregate, settings }, now),
    )
    if (isTaken !== undefined) return isTaken
    if (settings !== undefined) this.#settings.set(chart, settings)
    return this.#spare.merge(chart, aggregate, now)
  }

  claim(query: ClaimQuery): readonly Claim[] {
    const { now, force, charts } = query
    const claims =
      this.#try((file) => file.claim({ ...query, now: this.#wall.at(now) }))?.map((claim) =>
        withAggregate(claim, shiftAggregate(claim.aggregate, -this.#wall.offset)),
      ) ?? []
    const taken = new Set(claims.map(({ chart }) => chart))
    const others = [...this.#spare.pending().keys()].filter(
      (chart) => !taken.has(chart) && charts?.has(chart) !== false,
    )
    const spared =
      taken.size === 0 && charts === undefined ? query : { now, force, charts: new Set(others) }
    return [...claims, ...this.#claimSpare(spared)].toSorted(
      (a, b) => Number(b.sealedBody !== undefined) - Number(a.sealedBody !== undefined),
    )
  }

  settle(key: string, settlement: Settlement): void {
    if (this.#spareKeys.delete(key)) {
      void this.#spare.settle(key, settlement)
      return
    }
    this.#unsettled.set(key, settlement)
    this.#try(() => {})
  }

  nextDueMillis(): number | undefined {
    const inFile = this.#try((file) => file.nextDue(this.#wall.now()) ?? Infinity) ?? Infinity
    const due = Math.min(inFile - this.#wall.offset, this.#spare.nextDueMillis() ?? Infinity)
    return due === Infinity ? undefined : due
  }

  pending(): ReadonlyMap<string, Aggregate> {
    const pending = new Map(this.#spare.pending())
    const inFile = this.#try((file) => file.pending(this.#wall.now())) ?? []
    for (const [chart, stored] of inFile) {
      const aggregate = shiftAggregate(stored, -this.#wall.offset)
      const spared = pending.get(chart)
      pending.set(chart, spared === undefined ? aggregate : mergeAggregates(spared, aggregate))
    }
    return pending
  }

  posting(bodies: ReadonlyMap<string, string>): ReadonlySet<string> {
    const keys = [...bodies.keys()]
    const spared = keys.filter((key) => this.#spareKeys.has(key))
    if (spared.length === keys.length) return new Set(keys)
    // What cannot be noted is not posted: another process might post it again under another key.
    const noted = this.#try((file) => file.posting(bodies, this.#wall.now())) ?? []
    return new Set([...spared, ...noted])
  }

  remember(change: (memory: unknown) => unknown): void {
    const isDone = this.#try((file) => {
      this.#memory = file.remember(change)
      return true
    })
    if (isDone === undefined) this.#memory = change(this.#memory)
  }

  settingsOf(chart: string): ChartSettings | undefined {
    return this.#try((file) => file.settingsOf(chart)) ?? this.#settings.get(chart)
  }

  points(): ReadonlyMap<string, readonly number[]> {
    const points = this.#try((file) => file.points(this.#wall.now())) ?? []
    return new Map(
      [...points].map(([chart, times]) => [chart, times.map((at) => at - this.#wall.offset)]),
    )
  }

  close(now: number): readonly Claim[] {
    const hasMore = this.#unsettled.size > 0 || this.#spare.pending().size > 0
    if (hasMore) this.#retryAtMillis = -Infinity
    if (hasMore) this.#try(() => {})
    this.#closeFile()
    const rest: Claim[] = []
    // A chart holds one sealed and one open aggregate.
    for (let round = 0; round < 2; round += 1) {
      const claims = this.#claimSpare({ now, force: true })
      for (const { key } of claims) this.settle(key, { as: 'refused' })
      rest.push(...claims)
    }
    return rest
  }

  #claimSpare(query: ClaimQuery): readonly Claim[] {
    const claims = this.#spare.claim(query)
    // It is in memory, and answers at once.
    if ('then' in claims) return []
    for (const { key } of claims) this.#spareKeys.add(key)
    return claims
  }

  #mergeIntoFile(
    file: FileStore,
    {
      chart,
      aggregate,
      settings,
    }: Pick<Claim, 'chart' | 'aggregate'> & { readonly settings: ChartSettings | undefined },
    now: number,
  ): boolean {
    const wallMillis = this.#wall.at(now)
    return file.merge(chart, shiftAggregate(aggregate, this.#wall.offset), wallMillis, settings)
  }

  /** Does what asks for the file, unless that cannot be used: `undefined` then. */
  #try<Result>(work: (file: FileStore) => Result): Result | undefined {
    const { clock, logger, path } = this.#options
    if (clock.now() < this.#retryAtMillis) return undefined
    try {
      if (this.#file?.connection.isGone === true) this.#closeFile()
      this.#file ??= this.#open()
      this.#catchUp(this.#file)
      const result = work(this.#file)
      if (this.#said !== undefined) logger.info(`The store ${path} can be used again.`)
      this.#said = undefined
      return result
    } catch (error) {
      this.#retryAtMillis = clock.now() + retryMillis
      this.#closeFile()
      const message = explainStoreError(error, path)
      if (message !== this.#said) logger.warn(message)
      this.#said = message
      return undefined
    }
  }

  /** Tells the file what happened while it could not be used. */
  #catchUp(file: FileStore): void {
    for (const [key, settlement] of this.#unsettled) {
      file.settle(key, settlement, this.#wall.now())
      this.#unsettled.delete(key)
    }
    const charts = new Set(this.#spare.pending().keys())
    if (charts.size === 0) return
    const now = this.#options.clock.now()
    for (const claim of this.#claimSpare({ now, force: true, charts })) {
      let isKept = false
      try {
        isKept =
          claim.sealedBody === undefined &&
          this.#mergeIntoFile(file, { ...claim, settings: this.#settings.get(claim.chart) }, now)
      } finally {
        this.settle(claim.key, { as: isKept ? 'refused' : 'release' })
      }
    }
  }

  #open(): FileStore {
    const { account, bucketMillis, leaseMillis, busyMillis } = this.#options
    const connection = openFile(this.#toFile(), { account, busyMillis })
    return new FileStore(connection, { bucketMillis, leaseMillis, owner: this.#owner })
  }

  #toFile(): string {
    const { path, account } = this.#options
    if (account === undefined) return path
    const isFolder =
      /[\\/]$/u.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    return isFolder ? join(path, `${account}.sqlite`) : path
  }

  #closeFile(): void {
    const file = this.#file
    this.#file = undefined
    try {
      file?.connection.close()
    } catch {
      // What was committed is in the file.
    }
  }
}

function withAggregate(claim: Claim, aggregate: Aggregate): Claim {
  return { ...claim, aggregate }
}
