import type { ChartState } from './account-state.ts'
import { compareNames } from './compare-names.ts'

/** Charts by name, those of one name by age. */
export function sortCharts(charts: Iterable<ChartState>): ChartState[] {
  return [...charts].sort((a, b) => compareNames(a.name, b.name) || a.id - b.id)
}
