import type { ChartRule, ResolvedChartRule } from './chart-rule.ts'
import { parseChartRule } from './parse-chart-rule.ts'
import { toChartName } from './to-chart-name.ts'

/** What rules are resolved with. */
export interface RuleContext {
  /** Goes before every chart name. */
  readonly prefix?: string | undefined
}

/**
 * Checks the `charts` option and completes it.
 *
 * @throws SpikelogError `invalid_option`, naming the rule, what is expected and what was given
 */
export function resolveChartRules(
  input: readonly (string | ChartRule)[],
  { prefix }: RuleContext = {},
): ResolvedChartRule[] {
  return input.map((item, index) => {
    const option = `charts[${index}]`
    const rule = typeof item === 'string' ? parseChartRule(item, option) : item
    return rule.metric.includes('*')
      ? { ...rule, option }
      : { ...rule, option, chart: toChartName(prefix, rule.as ?? rule.metric) }
  })
}
