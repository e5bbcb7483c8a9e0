import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { parseTags, type Tags } from '../contract/parse-tags.ts'

/** A chart as an overview shows it. */
export interface LocalChart {
  /** The chart's name. */
  chart: string
  /** Points kept at present. */
  points: number
  /** Value of the point that arrived last. */
  lastValue: number
  /** Time of the oldest point kept, ISO 8601 in UTC. */
  firstAt: string
  /** Time of the point that arrived last, ISO 8601 in UTC. */
  lastAt: string
}

/** A point as it is kept. */
export interface LocalPoint {
  value: number
  /** The `timestamp` the client sent, otherwise the time of arrival; ISO 8601 in UTC. */
  timestamp: string
  /** Missing when the client sent none. */
  tags?: Tags
  /** The `Idempotency-Key` the point came with, if any. The HTTP API does not show it. */
  key?: string
}

/** What {@link ChartStore.append} needs of a point. */
export interface NewPoint {
  value: number
  atMillis: number
  tags: Tags | undefined
  key: string | undefined
}

/** Charts and their points in SQLite. Callers put what belongs together into one transaction. */
export class ChartStore {
  readonly #findId: StatementSync
  readonly #countCharts: StatementSync
  readonly #create: StatementSync
  readonly #append: StatementSync
  readonly #evict: StatementSync
  readonly #countPoints: StatementSync
  readonly #listCharts: StatementSync
  readonly #listPoints: StatementSync
  readonly #deletePoints: StatementSync
  readonly #deleteChart: StatementSync

  constructor(database: DatabaseSync) {
    const prepare = (sql: string): StatementSync => database.prepare(sql)
    this.#findId = prepare('SELECT id FROM charts WHERE name = ?')
    this.#countCharts = prepare('SELECT count(*) AS charts FROM charts')
    this.#create = prepare('INSERT INTO charts (name) VALUES (?)')
    this.#append = prepare(
      'INSERT INTO points (chart_id, value, at_millis, tags, key) VALUES (?, ?, ?, ?, ?)',
    )
    this.#evict = prepare(
      `DELETE FROM points WHERE chart_id = ? AND id <=
       (SELECT id FROM points WHERE chart_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    )
    this.#countPoints = prepare('SELECT count(*) AS points FROM points WHERE chart_id = ?')
    this.#listCharts = prepare(
      `SELECT name, first.at_millis AS first_at, last.at_millis AS last_at, last.value AS last_value,
         (SELECT count(*) FROM points WHERE chart_id = charts.id) AS points
       FROM charts
       JOIN points AS first ON first.id = (SELECT min(id) FROM points WHERE chart_id = charts.id)
       JOIN points AS last ON last.id = (SELECT max(id) FROM points WHERE chart_id = charts.id)
       ORDER BY charts.id`,
    )
    this.#listPoints = prepare(
      'SELECT value, at_millis, tags, key FROM points WHERE chart_id = ? ORDER BY id',
    )
    this.#deletePoints = prepare('DELETE FROM points WHERE chart_id = ?')
    this.#deleteChart = prepare('DELETE FROM charts WHERE id = ?')
  }

  /** The chart's id, or `undefined` when there is none of this name. */
  find(chart: string): number | undefined {
    const row = this.#findId.get(chart)
    return row && Number(row['id'])
  }

  /** How many charts there are. */
  count(): number {
    return Number(this.#countCharts.get()?.['charts'])
  }

  /** Makes a chart and gives its id. */
  create(chart: string): number {
    return Number(this.#create.run(chart).lastInsertRowid)
  }

  /** Adds a point, drops the oldest beyond `maxPoints`, and gives how many are kept. */
  append(chartId: number, point: NewPoint, maxPoints: number): number {
    const tags = point.tags ? JSON.stringify(point.tags) : null
    this.#append.run(chartId, point.value, point.atMillis, tags, point.key ?? null)
    // Numbered parameters would spare one argument, but Node 22 does not bind them.
    this.#evict.run(chartId, chartId, maxPoints)
    return Number(this.#countPoints.get(chartId)?.['points'])
  }

  /** All charts in the order in which they were made. */
  charts(): LocalChart[] {
    return this.#listCharts.all().map((row) => ({
      chart: String(row['name']),
      points: Number(row['points']),
      lastValue: Number(row['last_value']),
      firstAt: toIsoTime(row['first_at']),
      lastAt: toIsoTime(row['last_at']),
    }))
  }

  /** The chart's points in order of arrival, oldest first. */
  points(chartId: number): LocalPoint[] {
    return this.#listPoints.all(chartId).map(toPoint)
  }

  /** Deletes a chart with its points, which frees its slot. */
  delete(chartId: number): void {
    this.#deletePoints.run(chartId)
    this.#deleteChart.run(chartId)
  }
}

function toPoint(row: Record<string, SQLOutputValue>): LocalPoint {
  const point: LocalPoint = { value: Number(row['value']), timestamp: toIsoTime(row['at_millis']) }
  const tags = parseTags(JSON.parse(String(row['tags'])))
  if (tags) point.tags = tags
  if (row['key'] !== null) point.key = String(row['key'])
  return point
}

function toIsoTime(millis: SQLOutputValue | undefined): string {
  return new Date(Number(millis)).toISOString()
}
