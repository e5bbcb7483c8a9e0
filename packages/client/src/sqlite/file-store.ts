import type { Aggregate } from '../aggregate/aggregate.ts'
import type { Slot } from '../bucket/bucket-slot.ts'
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

/** What is done in one transaction, and how far the buckets are then. */
interface Step {
  progress: StoredProgress
}

/** What is known of a chart: the cells of its parts are those that they are put into. */
type ChartParts = Pick<ChartRow, 'chart' | 'settings' | 'held'> & {
  readonly slot: Pick<Slot, 'sealed'> & { readonly open?: { readonly aggregate: Aggregate } }
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

  /**
   * Merges what was measured, or puts in what another file held, or memory.
   *
   * @returns `false` when there is no room for it: there are 1000 charts, or the chart has a claim already
   */
  put({ chart, settings, slot: { open, sealed }, held }: ChartParts, wallMillis: number): boolean {
    return this.#change(wallMillis, (step) => {
      const row = this.#findOrMake(chart, step.progress)
      const hasClaim = (held ?? sealed) !== undefined
      if (row === undefined || (hasClaim && (row.held ?? row.slot.sealed) !== undefined))
        return false
      if (settings !== undefined) row.settings ??= settings
      if (held !== undefined) row.held = held
      if (sealed !== undefined) row.slot.sealed = { ...sealed, cell: step.progress.nextCell }
      if (open !== undefined) {
        const { fromMillis } = open.aggregate
        if (step.progress.mergeStartsGrid) {
          this.#startGrid(step, startOfGrid(fromMillis, wallMillis, this.#options.bucketMillis))
          for (const part of [row.slot.open, row.slot.sealed]) if (part !== undefined) part.cell = 0
        }
        mergeIntoSlot(row.slot, notAfter(open.aggregate, wallMillis), step.progress)
      }
      writeChartRow(this.connection, row, step.progress)
      return true
    })
  }

  /** Takes everything out. */
  takeAll(wallMillis: number): readonly ChartRow[] {
    return this.#change(wallMillis, ({ progress }) => {
      const rows = this.connection.all('SELECT * FROM charts')
      this.connection.run('DELETE FROM charts')
      return rows.flatMap((row) => readChartRow(row, progress) ?? [])
    })
  }

  claim({ now, force, charts }: ClaimQuery): readonly Claim[] {
    return this.#change(now, (step) => {
      const { grid, nextCell } = step.progress
      const closable = Math.max(nextCell, closableCells(grid, now))
      const claims: Claim[] = []
      const free = 'SELECT * FROM charts WHERE owner IS NULL OR lease <= ? OR lease > ?'
      for (const read of this.connection.all(free, now, now + longestLeaseMillis)) {
        const row = readChartRow(read, step.progress)
        if (row === undefined || charts?.has(row.chart) === false) continue
        const { held, settings } = row
        if (held !== undefined) takeBack(row, held, step.progress)
        const claim = takeFromSlot(row.slot, row.chart, { grid, when: { now, force, closable } })
        if (claim !== undefined) {
          const { owner, leaseMillis } = this.#options
          row.held = { claim, owner, leaseEnd: now + leaseMillis }
          claims.push({ ...claim, ...(settings && { settings }) })
        }
        if (claim !== undefined || held !== undefined) {
          writeChartRow(this.connection, row, step.progress)
        }
      }
      if (claims.length > 0) {
        step.progress = { ...step.progress, nextCell: closable }
        if (force && charts === undefined) this.#startGrid(step, now, true)
      }
      return sealedFirst(claims)
    })
  }

  settle(key: string, settlement: Settlement, wallMillis: number): void {
    this.#change(wallMillis, ({ progress }) => {
      const row = this.#find('key', key, progress)
      // What its process settles too late counts if it is known what became of it, else it does not.
      const isOver = settlement.as === 'delivered' || settlement.as === 'refused'
      const claim = row?.held?.claim ?? row?.slot.sealed?.claim
      if (row === undefined || claim === undefined) return
      if (!isOver && row.held?.owner !== this.#options.owner) return
      delete row.held
      delete row.slot.sealed
      settleSlot(row.slot, claim, { settlement, progress })
      writeChartRow(this.connection, row, progress)
      if (settlement.as === 'delivered') addPoint(this.connection, row.chart, wallMillis)
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
    return readSettings(this.connection.value(sql, JSON.stringify(chart)))
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
      if (progress.isMoved) this.#change(wallMillis, () => {})
      due = Math.min(due, closesAfter(progress.grid, toCell(progress, at)))
    }
    return due === Infinity ? undefined : due
  }

  /** Starts a new grid; what waits belongs to its first cell. */
  #startGrid(step: Step, startMillis: number, mergeStartsGrid = false): void {
    const move = `UPDATE charts SET
      open_at = iif(open_at IS NULL, NULL, ?), claim_at = iif(claim_at IS NULL, NULL, ?)`
    // Twice: Node 22 takes `?1` for a name, and finds no place for the value.
    this.connection.run(move, startMillis, startMillis)
    const grid = { ...step.progress.grid, startMillis }
    step.progress = { ...step.progress, grid, nextCell: 0, mergeStartsGrid }
  }

  #find(by: 'name' | 'key', value: string, progress: StoredProgress): ChartRow | undefined {
    const row = this.connection.first(`SELECT * FROM charts WHERE ${by} = ?`, value)
    return row && readChartRow(row, progress)
  }

  /** @returns `undefined` for a new chart when there are 1000 already */
  #findOrMake(chart: string, progress: StoredProgress): ChartRow | undefined {
    const row = this.#find('name', JSON.stringify(chart), progress)
    if (row !== undefined) return row
    const charts = this.connection.value('SELECT count(*) FROM charts')
    return Number(charts) >= maxChartNames ? undefined : { chart, slot: {} }
  }

  #change<Result>(wallMillis: number, work: (step: Step) => Result): Result {
    return this.connection.change(() => {
      const progress = readProgress(this.#meta('progress'), wallMillis, this.#options.bucketMillis)
      const step = { progress }
      if (progress.isMoved) {
        this.#startGrid(step, progress.grid.startMillis, progress.mergeStartsGrid)
      }
      const result = work(step)
      if (step.progress !== progress) this.#setMeta('progress', writeProgress(step.progress))
      return result
    })
  }

  #meta(name: string): unknown {
    return this.connection.value('SELECT value FROM meta WHERE name = ?', name)
  }

  #setMeta(name: string, value: string): void {
    this.connection.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value)
  }
}

/** Sealed claims before what is newer. */
export function sealedFirst(claims: readonly Claim[]): readonly Claim[] {
  return claims.toSorted((a, b) => Number(isSealed(b)) - Number(isSealed(a)))
}

function isSealed({ sealedBody }: Claim): boolean {
  return sealedBody !== undefined
}

/** A claim whose lease has ended is sealed if it may have been posted, else it never was. */
function takeBack(row: ChartRow, { claim, body }: Held, progress: StoredProgress): void {
  delete row.held
  const sealedBody = claim.sealedBody ?? body
  if (sealedBody === undefined) mergeIntoSlot(row.slot, claim.aggregate, progress)
  // It is due at once: it was when it was claimed.
  else row.slot.sealed = { claim: { ...claim, sealedBody }, cell: -1 }
}
