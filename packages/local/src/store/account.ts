import type { Tags } from '../contract/parse-tags.ts'

/** What a point is made of. */
export interface NewPoint {
  value: number
  /** The client's own time or that of arrival, in milliseconds since 1970. */
  atMillis: number
  tags: Tags | undefined
  /** The `Idempotency-Key` it came with. */
  key: string | undefined
}

/** A point as the account holds it. */
export interface KeptPoint extends NewPoint {
  /** Rises with each point of the account: the order of arrival. */
  id: number
}

/** A chart as the account holds it. It never is without a point. */
export interface KeptChart {
  /** Rises with each chart. One that is deleted and made again gets another. */
  id: number
  name: string
  /** The newest points in order of arrival, oldest first. */
  points: KeptPoint[]
}

/** The charts and their newest points, in memory: what everyone reads. */
export class Account {
  readonly #charts = new Map<string, KeptChart>()
  readonly #maxPoints: number
  #lastChartId = 0
  #lastPointId = 0

  /**
   * @param maxPoints - how many points a chart keeps
   * @param before - the account that this one takes the place of: ids go on from there
   */
  constructor(maxPoints: number, before?: Account) {
    this.#maxPoints = maxPoints
    this.#lastChartId = before ? before.#lastChartId : 0
    this.#lastPointId = before ? before.#lastPointId : 0
  }

  /** How many charts there are. */
  get size(): number {
    return this.#charts.size
  }

  /** Id of the point that came last, 0 before the first. */
  get lastPointId(): number {
    return this.#lastPointId
  }

  /** The chart of this name. */
  find(name: string): KeptChart | undefined {
    return this.#charts.get(name)
  }

  /** All charts in the order in which they were made. */
  charts(): KeptChart[] {
    return [...this.#charts.values()]
  }

  /** Adds a point, makes its chart if there is none, and drops what is too old to be kept. */
  append(name: string, point: NewPoint): { chart: KeptChart; point: KeptPoint } {
    const chart = this.find(name) ?? { id: this.#lastChartId + 1, name, points: [] }
    const kept = { id: this.#lastPointId + 1, ...point }
    this.restore(chart, kept)
    return { chart, point: kept }
  }

  /** Puts back what was kept elsewhere, in order of arrival. */
  restore(chart: KeptChart, point: KeptPoint): void {
    this.#charts.set(chart.name, chart)
    this.#lastChartId = Math.max(this.#lastChartId, chart.id)
    this.#lastPointId = Math.max(this.#lastPointId, point.id)
    chart.points.push(point)
    while (chart.points.length > this.#maxPoints) chart.points.shift()
  }

  /** Takes a chart out and gives it, if there is one. Its ids do not come back. */
  delete(name: string): KeptChart | undefined {
    const chart = this.#charts.get(name)
    this.#charts.delete(name)
    return chart
  }

  /** Takes everything out. Ids go on rising. */
  clear(): void {
    this.#charts.clear()
  }
}
