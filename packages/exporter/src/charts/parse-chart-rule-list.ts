import type { ChartRule } from './chart-rule.ts'
import { parseChartRule } from './parse-chart-rule.ts'

/**
 * Reads rules separated by commas, as `SPIKELOG_CHARTS` holds them. Blanks around a rule don't
 * matter and empty entries (a trailing comma) are skipped.
 *
 * @param option what messages call the list
 * @throws SpikelogError `invalid_option`
 */
export function parseChartRuleList(text: string, option = 'SPIKELOG_CHARTS'): ChartRule[] {
  return text
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry, index) => parseChartRule(entry, `${option}[${index}]`))
}
