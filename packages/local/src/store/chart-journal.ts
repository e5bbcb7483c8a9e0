import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { parseTags } from '../contract/parse-tags.ts'
import type { Account, KeptChart, KeptPoint } from './account.ts'

/**
 * What survives of charts and points, in SQLite. Read once at the start, only written afterwards.
 * Callers put what belongs together into one transaction.
 */
export class ChartJournal {
  readonly #listPoints: StatementSync
  readonly #create: StatementSync
  readonly #append: StatementSync
  readonly #evict: StatementSync
  readonly #deleteChart: StatementSync
  readonly #deletePoints: StatementSync
  readonly #clear: () => void

  constructor(database: DatabaseSync) {
    this.#listPoints = database.prepare(
      `SELECT charts.id AS chart_id, name, points.id AS id, value, at_millis, tags, key
       FROM charts JOIN points ON points.chart_id = charts.id ORDER BY charts.id, points.id`,
    )
    this.#create = database.prepare('INSERT INTO charts (id, name) VALUES (?, ?)')
    this.#append = database.prepare(
      'INSERT INTO points (chart_id, id, value, at_millis, tags, key) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#evict = database.prepare('DELETE FROM points WHERE chart_id = ? AND id < ?')
    this.#deleteChart = database.prepare('DELETE FROM charts WHERE id = ?')
    this.#deletePoints = database.prepare('DELETE FROM points WHERE chart_id = ?')
    this.#clear = () => database.exec('DELETE FROM points; DELETE FROM charts')
  }

  /** Puts everything into an empty account. */
  restoreTo(account: Account): void {
    for (const row of this.#listPoints.iterate()) {
      const name = String(row['name'])
      const chart = account.find(name) ?? { id: Number(row['chart_id']), name, points: [] }
      account.restore(chart, toPoint(row))
    }
  }

  /** Notes a chart. */
  create({ id, name }: KeptChart): void {
    this.#create.run(id, name)
  }

  /** Notes a point of a chart. */
  append({ id: chartId }: KeptChart, { id, value, atMillis, tags, key }: KeptPoint): void {
    this.#append.run(chartId, id, value, atMillis, tags ? JSON.stringify(tags) : null, key ?? null)
  }

  /** Drops what the chart does not keep any more. */
  evict({ id, points }: KeptChart): void {
    this.#evict.run(id, points[0]?.id ?? 0)
  }

  /** Drops a chart with its points. */
  delete({ id }: KeptChart): void {
    this.#deletePoints.run(id)
    this.#deleteChart.run(id)
  }

  /** Drops all charts. */
  clear(): void {
    this.#clear()
  }
}

function toPoint(row: Record<string, SQLOutputValue>): KeptPoint {
  return {
    id: Number(row['id']),
    value: Number(row['value']),
    atMillis: Number(row['at_millis']),
    tags: row['tags'] === null ? undefined : parseTags(JSON.parse(String(row['tags']))),
    key: row['key'] === null ? undefined : String(row['key']),
  }
}
