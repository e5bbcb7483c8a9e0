import type { ChartState } from './chart-state.ts'

/** A number of the service's own beside what its chart makes of it. */
export interface Comparison {
  readonly what: string
  readonly counted: number
  readonly charted: number
  /** How the chart's points make the number. */
  readonly how: string
}

/** The service's number, its chart, and whether the points add up to it. */
const compared = [
  { what: 'sign-ups', total: 'signups', chart: 'signups', adds: true },
  { what: 'orders', total: 'orders', chart: 'orders', adds: true },
  { what: 'open carts', total: 'cartsOpen', chart: 'carts.open', adds: false },
] as const

/** Holds what the service counted against its charts. */
export function compareTotals(totals: unknown, charts: readonly ChartState[]): Comparison[] {
  const counts = new Map<string, unknown>(Object.entries(Object(totals)))
  return compared.map(({ what, total, chart, adds }) => {
    const values = charts.find((state) => state.chart === chart)?.values ?? []
    return {
      what,
      counted: Number(counts.get(total)),
      charted: adds ? values.reduce((sum, value) => sum + value, 0) : (values.at(-1) ?? 0),
      how: adds ? `sum of ${values.length} points` : 'last point',
    }
  })
}
