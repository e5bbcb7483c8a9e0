import type { Aggregate } from '../aggregate/aggregate.ts'
import type { Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { ChartSettings } from '../chart/chart-settings.ts'
import { readChartRow, readSettings, writeChartRow } from './chart-row.ts'
import type { ChartRow, Held } from './chart-row.ts'
import type { Connection } from './connection.ts'
import { addPoint } from './delivered-points.ts'
import { parseJson } from './parse-json.ts'
import { readProgress, toCell, writeProgress } from './stored-progress.ts'
import type { StoredProgress } from './stored-progress.ts'
import {
  closableCells,
  closesAfter,
  maxChartNames,
  mergeIntoSlot,
  notAfter,
  settleSlot,
  startOfGrid,
  takeFromSlot,
} from './shared.ts'

/** What a {@link FileStore} needs to know of its process. */
export interface FileStoreOptions {
  readonly bucketMillis: number
  readonly leaseMillis: number
  /** Of this store alone. */
  readonly owner: string
}

/** A lease that ends later than any does: the clock was ahead when it was taken. */
const longestLeaseMillis = 900_000

/**
 * The buckets in an open file. Each operation is one short transaction, which reads what it needs: other
 * processes change the file in between. Times are milliseconds since the epoch.
 *
 * @throws errors of SQLite, from every method; nothing of the operation was done then
 */
export class FileStore {
  readonly connection: Connection
  readonly #options: FileStoreOptions

  constructor(connection: Connection, options: FileStoreOptions) {
    this.connection = connection
    this.#options = options
  }

  merge(
    chart: string,
    aggregate: Aggregate,
    wallMillis: number,
    settings?: ChartSettings,
  ): boolean {
    return this.#change(wallMillis, (progress) => {
      const row = this.#findOrMake(chart, progress)
      if (row === undefined) return { result: false, progress }
      let now = progress
      if (progress.mergeStartsGrid) {
        const { bucketMillis } = this.#options
        const start = startOfGrid(aggregate.fromMillis, wallMillis, bucketMillis)
        now = this.#startGrid(progress, start, false)
        if (row.slot.open !== undefined) row.slot.open.cell = 0
        if (row.slot.sealed !== undefined) row.slot.sealed.cell = 0
      }
      mergeIntoSlot(row.slot, notAfter(aggregate, wallMillis), now)
      if (settings !== undefined) row.settings ??= settings
      writeChartRow(this.connection, row, now)
      return { result: true, progress: now }
    })
  }

  /**
   * Puts in what another file held, or memory.
   *
   * @returns `false` when there is no room for it: a chart has one claim at most
   */
  put({ chart, settings, slot, held }: ChartRow, wallMillis: number): boolean {
    return this.#change(wallMillis, (progress) => {
      const row = this.#findOrMake(chart, progress)
      const claim = held ?? slot.sealed
      if (
        row === undefined ||
        (claim !== undefined && (row.held ?? row.slot.sealed) !== undefined)
      ) {
        return { result: false, progress }
      }
      if (settings !== undefined) row.settings ??= settings
      if (held !== undefined) row.held = held
      if (slot.sealed !== undefined) {
        row.slot.sealed = { ...slot.sealed, cell: progress.nextCell }
      }
      if (slot.open !== undefined) mergeIntoSlot(row.slot, slot.open.aggregate, progress)
      writeChartRow(this.connection, row, progress)
      return { result: true, progress }
    })
  }

  /** Takes everything out. */
  takeAll(wallMillis: number): readonly ChartRow[] {
    return this.#change(wallMillis, (progress) => {
      const rows = this.connection.all('SELECT * FROM charts')
      this.connection.run('DELETE FROM charts')
      const result = rows.flatMap((row) => readChartRow(row, progress) ?? [])
      return { result, progress }
    })
  }

  claim({ now, force, charts }: ClaimQuery): readonly Claim[] {
    return this.#change(now, (progress) => {
      const { grid, nextCell } = progress
      const closable = Math.max(nextCell, closableCells(grid, now))
      const sealed: Claim[] = []
      const open: Claim[] = []
      const free = 'SELECT * FROM charts WHERE owner IS NULL OR lease <= ? OR lease > ?'
      for (const read of this.connection.all(free, now, now + longestLeaseMillis)) {
        const row = readChartRow(read, progress)
        if (row === undefined || charts?.has(row.chart) === false) continue
        const wasHeld = row.held !== undefined
        if (row.held !== undefined) takeBack(row, row.held, progress)
        const claim = takeFromSlot(row.slot, row.chart, { grid, when: { now, force, closable } })
        if (claim !== undefined) {
          const { owner, leaseMillis } = this.#options
          row.held = { claim, owner, leaseEnd: now + leaseMillis }
          const { settings } = row
          const list = claim.sealedBody === undefined ? open : sealed
          list.push(settings === undefined ? claim : { ...claim, settings })
        }
        if (claim !== undefined || wasHeld) writeChartRow(this.connection, row, progress)
      }
      const result = [...sealed, ...open]
      if (result.length === 0) return { result, progress }
      const closed = { ...progress, nextCell: closable }
      if (!force || charts !== undefined) return { result, progress: closed }
      return { result, progress: this.#startGrid(closed, now, true) }
    })
  }

  settle(key: string, settlement: Settlement, wallMillis: number): void {
    this.#change(wallMillis, (progress) => {
      const done = { result: undefined, progress }
      const row = this.#find('key', key, progress)
      // What its process settles too late counts if it is known what became of it, else it does not.
      const isOver = settlement.as === 'delivered' || settlement.as === 'refused'
      if (row === undefined || (!isOver && row.held?.owner !== this.#options.owner)) return done
      const claim = row.held?.claim ?? row.slot.sealed?.claim
      if (claim === undefined) return done
      delete row.held
      delete row.slot.sealed
      settleSlot(row.slot, claim, { settlement, progress })
      writeChartRow(this.connection, row, progress)
      if (settlement.as === 'delivered') addPoint(this.connection, row.chart, wallMillis)
      return done
    })
  }

  posting(bodies: ReadonlyMap<string, string>, wallMillis: number): ReadonlySet<string> {
    const { owner, leaseMillis } = this.#options
    const note =
      'UPDATE charts SET body = iif(is_sealed = 1, body, ?), lease = ? WHERE key = ? AND owner = ?'
    return this.connection.change(() => {
      const lease = wallMillis + leaseMillis
      const isOurs = ([key, body]: [string, string]): boolean =>
        this.connection.run(note, JSON.stringify(body), lease, key, owner) > 0
      return new Set([...bodies].filter(isOurs).map(([key]) => key))
    })
  }

  remember(change: (memory: unknown) => unknown): unknown {
    return this.connection.change(() => {
      const text = this.#meta('memory')
      const memory = change(parseJson(text))
      const changed = JSON.stringify(memory)
      if (changed !== text) this.#setMeta('memory', changed)
      return memory
    })
  }

  settingsOf(chart: string): ChartSettings | undefined {
    const sql = 'SELECT settings FROM charts WHERE name = ?'
    return readSettings(this.connection.first(sql, JSON.stringify(chart))?.['settings'])
  }

  nextDue(wallMillis: number): number | undefined {
    const { owner, bucketMillis } = this.#options
    const sql = `SELECT
      min(iif(owner IS NULL, coalesce(claim_at, open_at), NULL)) AS at,
      min(iif(owner <> ?, iif(lease > ?, 0, lease), NULL)) AS lease,
      (SELECT value FROM meta WHERE name = 'progress') AS progress FROM charts`
    const read = this.connection.first(sql, owner, wallMillis + longestLeaseMillis)
    const [at, lease] = [read?.['at'], read?.['lease']]
    let due = typeof lease === 'number' ? lease : Infinity
    if (typeof at === 'number') {
      const progress = readProgress(read?.['progress'], wallMillis, bucketMillis)
      // Otherwise the new grid would start later each time that it is asked for.
      if (progress.isMoved) this.#change(wallMillis, (now) => ({ result: 0, progress: now }))
      due = Math.min(due, closesAfter(progress.grid, toCell(progress, at)))
    }
    return due === Infinity ? undefined : due
  }

  /** Starts a new grid; what waits belongs to its first cell. */
  #startGrid(
    progress: StoredProgress,
    startMillis: number,
    mergeStartsGrid: boolean,
  ): StoredProgress {
    const move = `UPDATE charts SET
      open_at = iif(open_at IS NULL, NULL, ?), claim_at = iif(claim_at IS NULL, NULL, ?)`
    // Twice: Node 22 takes `?1` for a name, and finds no place for the value.
    this.connection.run(move, startMillis, startMillis)
    return { ...progress, grid: { ...progress.grid, startMillis }, nextCell: 0, mergeStartsGrid }
  }

  #find(by: 'name' | 'key', value: string, progress: StoredProgress): ChartRow | undefined {
    const row = this.connection.first(`SELECT * FROM charts WHERE ${by} = ?`, value)
    return row && readChartRow(row, progress)
  }

  /** @returns `undefined` for a new chart when there are 1000 already */
  #findOrMake(chart: string, progress: StoredProgress): ChartRow | undefined {
    const row = this.#find('name', JSON.stringify(chart), progress)
    if (row !== undefined) return row
    const charts = this.connection.first('SELECT count(*) AS charts FROM charts')?.['charts']
    return Number(charts) >= maxChartNames ? undefined : { chart, slot: {} }
  }

  #change<Result>(
    wallMillis: number,
    work: (progress: StoredProgress) => { result: Result; progress: StoredProgress },
  ): Result {
    return this.connection.change(() => {
      const text = this.#meta('progress')
      const read = readProgress(text, wallMillis, this.#options.bucketMillis)
      const { startMillis } = read.grid
      const before = read.isMoved ? this.#startGrid(read, startMillis, read.mergeStartsGrid) : read
      const { result, progress } = work(before)
      if (progress !== read) this.#setMeta('progress', writeProgress(progress))
      return result
    })
  }

  #meta(name: string): unknown {
    return this.connection.first('SELECT value FROM meta WHERE name = ?', name)?.['value']
  }

  #setMeta(name: string, value: string): void {
    this.connection.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value)
  }
}

/** A claim whose lease has ended is sealed if it may have been posted, else it never was. */
function takeBack(row: ChartRow, { claim, body }: Held, progress: StoredProgress): void {
  delete row.held
  const sealedBody = claim.sealedBody ?? body
  if (sealedBody === undefined) mergeIntoSlot(row.slot, claim.aggregate, progress)
  // It is due at once: it was when it was claimed.
  else row.slot.sealed = { claim: { ...claim, sealedBody }, cell: -1 }
}
