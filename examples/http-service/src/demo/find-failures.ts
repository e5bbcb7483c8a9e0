import { expectedCharts } from '../instruments.ts'
import type { ChartState } from './chart-state.ts'
import type { Comparison } from './compare-totals.ts'

/** What the demo ended with. */
export interface Outcome {
  readonly charts: readonly ChartState[]
  readonly comparisons: readonly Comparison[]
  /** The user ended it: charts may be empty yet. */
  readonly isInterrupted: boolean
}

/** Says, in sentences, what should have been otherwise. */
export function findFailures({ charts, comparisons, isInterrupted }: Outcome): string[] {
  const unequal = comparisons
    .filter(({ counted, charted }) => counted !== charted)
    .map(
      ({ what, counted, charted }) =>
        `The service counted ${counted} ${what}, its chart ${charted}.`,
    )
  return isInterrupted ? unequal : [...findEmpty(charts), ...unequal]
}

function findEmpty(charts: readonly ChartState[]): string[] {
  if (charts.length === 0) return ['No point arrived.']
  return expectedCharts
    .filter((chart) => charts.every((state) => state.chart !== chart))
    .map((chart) => `Chart ${chart} stayed empty.`)
}
