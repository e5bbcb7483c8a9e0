import type { ResolvedChartRule } from './chart-rule.ts'
import { expected } from './check-chart-rule.ts'
import { overlap } from './overlap.ts'

/** A metric, or a pattern of metrics, and all the rules that speak of it. */
export interface ViewedMetric {
  /** As the rules write it. */
  readonly name: string
  readonly rules: readonly [ResolvedChartRule, ...ResolvedChartRule[]]
}

/**
 * Groups rules by their metric, so that each instrument is matched by the views of one group at
 * most: what two views match is recorded twice.
 *
 * @throws SpikelogError `invalid_option` for rules of which no such views can be made
 */
export function toViewedMetrics(rules: readonly ResolvedChartRule[]): ViewedMetric[] {
  const metrics: ViewedMetric[] = []
  for (const rule of rules) {
    refuseName(rule)
    const index = metrics.findIndex(({ name }) => isSameName(name, rule.metric))
    const known = metrics[index]
    if (known === undefined) {
      refuseOverlap(rule, metrics)
      metrics.push({ name: rule.metric, rules: [rule] })
    } else {
      refuseSpelling(rule, known)
      metrics[index] = { name: known.name, rules: [...known.rules, rule] }
    }
  }
  return metrics
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function refuseName({ metric, option }: ResolvedChartRule): void {
  if (/^\*+$/.test(metric)) {
    throw expected(
      `${option}.metric`,
      'to name what views should measure; for everything, leave `chartViews` and `chartedOnly` out',
      metric,
    )
  }
  // The SDK reads the first `*` of a view's name as a wildcard and the others as something else.
  if (metric.split('*').length > 2) {
    throw expected(
      `${option}.metric`,
      'to hold one `*` at most, as views allow no more. Write several rules, or leave `chartViews` out',
      metric,
    )
  }
}

function refuseOverlap(
  { metric, option }: ResolvedChartRule,
  others: readonly ViewedMetric[],
): void {
  const other = others.find(({ name }) => overlap(name, metric))
  if (other === undefined) return
  throw expected(
    `${option}.metric`,
    `to match nothing that \`${other.rules[0].option}\` matches, \`${other.name}\`, as what two views match is measured twice. Name the metrics one by one instead of by \`*\`, or leave \`chartViews\` out`,
    metric,
  )
}

// Rules ignore case and views don't: with both spellings, which one the instrument has is a guess.
function refuseSpelling(
  { metric, option }: ResolvedChartRule,
  { name, rules }: ViewedMetric,
): void {
  if (metric === name) return
  throw expected(
    `${option}.metric`,
    `to be written as in \`${rules[0].option}\`, \`${name}\`: views tell upper case from lower case, so write it as the instrument does`,
    metric,
  )
}
