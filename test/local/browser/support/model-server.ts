import type { ChartChange, SyncMessage } from '../../../../packages/local/src/live/sync-message.ts'

interface StoredPoint {
  /** Counts all points ever posted. */
  position: number
  time: number
  value: number
}

interface StoredChart {
  id: number
  name: string
  points: StoredPoint[]
}

/** What a page has to know in the end. */
export interface ExpectedChart {
  id: number
  name: string
  times: number[]
  values: number[]
}

/** The simplest server that keeps its promises: it remembers all and counts from the start. */
export class ModelServer {
  readonly #maxPoints: number
  readonly #charts = new Map<string, StoredChart>()
  #lastId = 0
  #position = 0

  constructor(maxPoints: number) {
    this.#maxPoints = maxPoints
  }

  get position(): number {
    return this.#position
  }

  post(name: string, time: number, value: number): void {
    const chart = this.#charts.get(name) ?? { id: (this.#lastId += 1), name, points: [] }
    this.#charts.set(name, chart)
    this.#position += 1
    chart.points.push({ position: this.#position, time, value })
    if (chart.points.length > this.#maxPoints) chart.points.shift()
  }

  remove(name: string): void {
    this.#charts.delete(name)
  }

  /** What brings a page that knows all up to a position to the present; without one, a first message. */
  message(after?: number): SyncMessage {
    const charts = [...this.#charts.values()]
    return {
      isComplete: after === undefined,
      charts: charts.map(({ id }) => id),
      changes: charts.flatMap((chart) => toChange(chart, after ?? 0)),
      limits: { charts: 10, points: this.#maxPoints },
      refusals: [],
    }
  }

  expected(): ExpectedChart[] {
    return [...this.#charts.values()].map(({ id, name, points }) => ({
      id,
      name,
      times: points.map(({ time }) => time),
      values: points.map(({ value }) => value),
    }))
  }
}

function toChange({ id, name, points }: StoredChart, after: number): ChartChange[] {
  const news = points.filter(({ position }) => position > after)
  if (news.length === 0) return []
  return [
    {
      id,
      name,
      kept: points.length,
      times: news.map(({ time }, index) => time - (news[index - 1]?.time ?? 0)),
      values: news.map(({ value }) => value),
    },
  ]
}
