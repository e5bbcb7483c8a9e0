import type { Aggregate } from '@spikelog-otel/client'
import { expect } from 'vitest'

/** Points of one chart with the keys they came with. */
export type KeyedPoints = readonly { readonly key?: string | undefined; readonly value: number }[]

/** What was measured, to be compared with what the charts hold. */
export class Ledger {
  readonly #values = new Map<string, { count: number; sum: number; max: number }>()

  /** Notes and returns `value`. */
  note(chart: string, value: number): number {
    const { count, sum, max } = this.#values.get(chart) ?? { count: 0, sum: 0, max: -Infinity }
    this.#values.set(chart, { count: count + 1, sum: sum + value, max: Math.max(max, value) })
    return value
  }

  /** Sums are equal exactly. */
  expectSum(chart: string, points: KeyedPoints): void {
    const sum = points.reduce((total, { value }) => total + value, 0)
    expect({ chart, sum }).toEqual({ chart, sum: this.#of(chart).sum })
  }

  expectMax(chart: string, points: KeyedPoints): void {
    const max = Math.max(...points.map(({ value }) => value))
    expect({ chart, max }).toEqual({ chart, max: this.#of(chart).max })
  }

  /** Averages times the counts of their claims give back what was recorded. */
  expectAverages(chart: string, points: KeyedPoints, claims: ReadonlyMap<string, Aggregate>): void {
    let count = 0
    let sum = 0
    for (const { key, value } of points) {
      const claim = key === undefined ? undefined : claims.get(key)
      if (claim === undefined) throw new Error(`${chart}: a point without a claim: ${key}`)
      count += claim.count
      sum += value * claim.count
    }
    const recorded = this.#of(chart)
    expect({ chart, count }).toEqual({ chart, count: recorded.count })
    expect(Math.abs(sum - recorded.sum) / recorded.sum).toBeLessThanOrEqual(1e-9)
  }

  #of(chart: string): { count: number; sum: number; max: number } {
    const values = this.#values.get(chart)
    if (values === undefined) throw new Error(`nothing was measured for ${chart}`)
    return values
  }
}
