import type { ChartState } from './account-state.ts'

// A language of our own: the browser's may be one that Intl refuses.
const collator = new Intl.Collator('en', { numeric: true })

/** Charts by name as people sort, `cpu 2` before `cpu 10`. */
export function sortCharts(charts: Iterable<ChartState>): ChartState[] {
  return [...charts].sort((a, b) => collator.compare(a.name, b.name) || a.id - b.id)
}
