import type { DatabaseSync } from 'node:sqlite'
import { toJsonAnswer, type Answer } from '../contract/answer.ts'
import type { LocalLimits } from '../contract/limits.ts'
import type { SentPoint } from '../contract/parse-point.ts'
import { ChartStore, type LocalChart, type LocalPoint } from './chart-store.ts'
import { inTransaction } from './in-transaction.ts'
import { KeyStore } from './key-store.ts'
import { openDatabase } from './open-database.ts'

/** One point on its way into the store. */
export interface Ingest {
  point: SentPoint
  /** The `Idempotency-Key`, if the request had one. */
  key: string | undefined
  /** SHA-256 of the request body, in hex. */
  bodyHash: string
  nowMillis: number
}

/** What became of a point. Only `stored` changed anything. */
export type IngestOutcome =
  | { type: 'stored'; answer: Answer; stored: LocalPoint }
  | { type: 'replayed'; answer: Answer }
  | { type: 'key-reused' }
  | { type: 'chart-limit' }

/** The account: its charts, their newest points, and the keys of what was accepted. */
export class SpikelogStore {
  readonly #database: DatabaseSync
  readonly #charts: ChartStore
  readonly #keys: KeyStore
  readonly #limits: LocalLimits

  constructor(file: string | undefined, limits: LocalLimits) {
    this.#database = openDatabase(file)
    this.#charts = new ChartStore(this.#database)
    this.#keys = new KeyStore(this.#database)
    this.#limits = limits
  }

  /** Takes one point in, in one transaction. */
  ingest(ingest: Ingest): IngestOutcome {
    return inTransaction(this.#database, () => {
      const { key, bodyHash, nowMillis } = ingest
      this.#keys.forgetUntil(nowMillis - this.#limits.keepKeysMillis)
      const kept = key === undefined ? undefined : this.#keys.find(key)
      if (kept?.bodyHash === bodyHash) return { type: 'replayed', answer: kept.answer }
      if (kept) return { type: 'key-reused' }
      return this.#append(ingest)
    })
  }

  #append({ point, key, bodyHash, nowMillis }: Ingest): IngestOutcome {
    const { chart, value, tags } = point
    const existingId = this.#charts.find(chart)
    if (existingId === undefined && this.#charts.count() >= this.#limits.maxCharts) {
      return { type: 'chart-limit' }
    }
    const chartId = existingId ?? this.#charts.create(chart)
    const atMillis = point.timestampMillis ?? nowMillis
    const { maxPoints } = this.#limits
    const points = this.#charts.append(chartId, { value, atMillis, tags, key }, maxPoints)
    const answer = toJsonAnswer(200, { accepted: true, chart, points })
    if (key !== undefined) this.#keys.keep({ key, bodyHash, answer }, nowMillis)
    const timestamp = new Date(atMillis).toISOString()
    const stored = { value, timestamp, ...(tags && { tags }), ...(key !== undefined && { key }) }
    return { type: 'stored', answer, stored }
  }

  /** All charts in the order in which they were made. */
  charts(): LocalChart[] {
    return this.#charts.charts()
  }

  /** The chart's points in order of arrival, or `undefined` when there is no such chart. */
  points(chart: string): LocalPoint[] | undefined {
    const chartId = this.#charts.find(chart)
    return chartId === undefined ? undefined : this.#charts.points(chartId)
  }

  /** Deletes a chart and says whether it was there. Its idempotency keys stay. */
  delete(chart: string): boolean {
    return inTransaction(this.#database, () => {
      const chartId = this.#charts.find(chart)
      if (chartId !== undefined) this.#charts.delete(chartId)
      return chartId !== undefined
    })
  }

  /** Empties the account, its idempotency keys included. */
  clear(): void {
    inTransaction(this.#database, () => {
      this.#database.exec('DELETE FROM points; DELETE FROM charts; DELETE FROM kept_keys')
    })
  }

  /** Closes the file. The store is of no use afterwards. */
  close(): void {
    this.#database.close()
  }
}
