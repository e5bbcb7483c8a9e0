import type { DatabaseSync } from 'node:sqlite'
import { toJsonAnswer, type Answer } from '../contract/answer.ts'
import type { LocalLimits } from '../contract/limits.ts'
import type { SentPoint } from '../contract/parse-point.ts'
import { Account, type KeptChart, type KeptPoint } from './account.ts'
import { ChartJournal } from './chart-journal.ts'
import { inTransaction } from './in-transaction.ts'
import { KeyStore } from './key-store.ts'
import { openDatabase } from './open-database.ts'
import { WriteQueue } from './write-queue.ts'

/** One point on its way into the store. */
export interface Ingest {
  point: SentPoint
  /** The `Idempotency-Key`, if the request had one. */
  key: string | undefined
  /** SHA-256 of the request body. */
  bodyHash: Uint8Array
  nowMillis: number
}

/** What became of a point. Only `stored` changed anything. */
export type IngestOutcome =
  | { type: 'stored'; answer: Answer; stored: KeptPoint }
  | { type: 'replayed'; answer: Answer }
  | { type: 'key-reused' }
  | { type: 'chart-limit' }

/**
 * The account: its charts and newest points in memory, where everyone reads, and in a file, where
 * each change is committed before anyone hears of it.
 */
export class SpikelogStore {
  readonly #database: DatabaseSync
  readonly #journal: ChartJournal
  readonly #keys: KeyStore
  readonly #limits: LocalLimits
  readonly #onChange: () => void
  readonly #queue = new WriteQueue<Ingest, IngestOutcome>((batch) => this.#ingestAll(batch))
  #account: Account

  /** @param onChange - called after charts or points changed */
  constructor(file: string | undefined, limits: LocalLimits, onChange: () => void = () => {}) {
    this.#limits = limits
    this.#onChange = onChange
    this.#database = openDatabase(file)
    this.#journal = new ChartJournal(this.#database)
    this.#keys = new KeyStore(this.#database)
    this.#account = this.#load()
  }

  /** Id of the point that came last, 0 before the first. */
  get lastPointId(): number {
    return this.#account.lastPointId
  }

  /** All charts in the order in which they were made. */
  charts(): readonly Readonly<KeptChart>[] {
    return this.#account.charts()
  }

  /** The chart of this name. */
  find(chart: string): Readonly<KeptChart> | undefined {
    return this.#account.find(chart)
  }

  /** Takes one point in, together with the others of this turn. Settles when it is committed. */
  ingest(ingest: Ingest): Promise<IngestOutcome> {
    return this.#queue.add(ingest)
  }

  /** Deletes a chart and says whether it was there. Its idempotency keys stay. */
  delete(name: string): boolean {
    this.#queue.flush()
    const chart = this.#account.find(name)
    if (!chart) return false
    this.#change(() => {
      this.#journal.delete(chart)
      this.#account.delete(name)
    })
    return true
  }

  /** Empties the account, its idempotency keys included. */
  clear(): void {
    this.#queue.flush()
    this.#change(() => {
      this.#journal.clear()
      this.#keys.clear()
      this.#account.clear()
    })
  }

  /** Closes the file. The store is of no use afterwards. */
  close(): void {
    this.#queue.flush()
    this.#database.close()
  }

  #ingestAll(batch: readonly Ingest[]): IngestOutcome[] {
    return this.#change(() => {
      const changed = new Set<KeptChart>()
      const outcomes = batch.map((ingest) => this.#ingestOne(ingest, changed))
      for (const chart of changed) this.#journal.evict(chart)
      const nowMillis = Math.max(...batch.map((ingest) => ingest.nowMillis))
      this.#keys.forgetUntil(nowMillis - this.#limits.keepKeysMillis)
      return outcomes
    })
  }

  #ingestOne({ point, key, bodyHash, nowMillis }: Ingest, changed: Set<KeptChart>): IngestOutcome {
    const { chart: name, value, tags } = point
    const kept = key && this.#keys.find(key, nowMillis - this.#limits.keepKeysMillis)
    if (kept) {
      const isRepeat = Buffer.compare(kept.bodyHash, bodyHash) === 0
      return isRepeat ? { type: 'replayed', answer: kept.answer } : { type: 'key-reused' }
    }
    const isNew = this.#account.find(name) === undefined
    if (isNew && this.#account.size >= this.#limits.maxCharts) return { type: 'chart-limit' }

    const atMillis = point.timestampMillis ?? nowMillis
    const { chart, point: stored } = this.#account.append(name, { value, atMillis, tags, key })
    if (isNew) this.#journal.create(chart)
    this.#journal.append(chart, stored)
    changed.add(chart)
    const answer = toJsonAnswer(200, { accepted: true, chart: name, points: chart.points.length })
    if (key !== undefined) this.#keys.keep({ key, bodyHash, answer }, nowMillis)
    return { type: 'stored', answer, stored }
  }

  /** Changes memory and file alike, or neither. */
  #change<Result>(work: () => Result): Result {
    const result = this.#try(work)
    this.#onChange()
    return result
  }

  #try<Result>(work: () => Result): Result {
    try {
      return inTransaction(this.#database, work)
    } catch (error) {
      this.#account = this.#load(this.#account)
      throw error
    }
  }

  #load(before?: Account): Account {
    const account = new Account(this.#limits.maxPoints, before)
    this.#journal.restoreTo(account)
    return account
  }
}
