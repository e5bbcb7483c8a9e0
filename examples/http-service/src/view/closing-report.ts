import type { ChartState } from '../demo/chart-state.ts'
import type { Comparison } from '../demo/compare-totals.ts'
import { toChartTable } from './chart-table.ts'
import type { Style } from './style.ts'

/** What every chart holds in the end, and whether it is what the service counted itself. */
export function toClosingReport(
  { charts, comparisons }: { charts: readonly ChartState[]; comparisons: readonly Comparison[] },
  width: number,
  style: Style,
): string[] {
  if (charts.length === 0) return ['No chart has a point yet.']
  return [
    style.bold('What the charts hold'),
    ...toChartTable(charts, width, style),
    '',
    style.bold('Counted by the service itself, and on its charts'),
    ...comparisons.map(toLine),
  ]
}

function toLine({ what, counted, charted, how }: Comparison): string {
  const verdict = counted === charted ? 'equal' : 'NOT EQUAL'
  return `${what.padEnd(10)}  counted ${pad(counted)}  charted ${pad(charted)}  ${verdict} (${how})`
}

function pad(value: number): string {
  return String(value).padStart(6)
}
