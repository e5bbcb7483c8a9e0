/** Charts as the service has them, reduced to what tells whether something was lost. */
export class StoredPoints {
  readonly #keys = new Set<string>()
  readonly #charts = new Map<string, { sum: number; max: number; last: number }>()

  /** Stores the point of a body; of one key the first. */
  store(key: string, body: string): void {
    if (this.#keys.has(key)) return
    this.#keys.add(key)
    const { chart, value } = JSON.parse(body) as { chart: string; value: number }
    const { sum, max } = this.#charts.get(chart) ?? { sum: 0, max: -Infinity }
    this.#charts.set(chart, { sum: sum + value, max: Math.max(max, value), last: value })
  }

  /** What the points of a chart come to, by one measure. */
  of(chart: string, measure: 'sum' | 'max' | 'last'): number {
    return this.#charts.get(chart)?.[measure] ?? Number.NaN
  }
}
