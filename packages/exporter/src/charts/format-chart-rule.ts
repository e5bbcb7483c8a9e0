import type { ChartRule } from './chart-rule.ts'

/**
 * Writes a rule as `parseChartRule` reads it, ready for `SPIKELOG_CHARTS`. `where`, `scale` and
 * `clamp` have no place in a string and are left out.
 */
export function formatChartRule(rule: ChartRule): string {
  const aggregation = rule.aggregation === undefined ? '' : `:${rule.aggregation}`
  const as = rule.as === undefined ? '' : `=${rule.as.replace(/[%,]/g, encodeURIComponent)}`
  return `${rule.metric.replace(/[%,:=]/g, encodeURIComponent)}${aggregation}${as}`
}
