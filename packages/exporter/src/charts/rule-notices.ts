import type { ResolvedChartRule } from './chart-rule.ts'
import { shorten } from './shorten.ts'
import { formatChartRule } from './format-chart-rule.ts'

/** Says which rules have no slot. */
export function saySurplusCharts(charts: readonly string[], maxCharts: number): string {
  const names = charts.map((chart) => `\`${shorten(chart)}\``).join(', ')
  return `Expected \`charts\` to name at most ${maxCharts} charts, got ${charts.length} more, which have no slot: ${names}. Put what matters most first, or remove rules`
}

/** Says what a rule that asks `last` costs, and who needs it not. */
export function sayLastOfGauges(rules: readonly ResolvedChartRule[]): string {
  const asking = rules
    .filter(({ aggregation }) => aggregation === 'last')
    .map((rule) => `\`${formatChartRule(rule)}\``)
  return `${asking.join(', ')} asks \`last\`, so every gauge is read as its last value and peaks between two collections are given up. Up-down counters are charted by \`last\` anyway: leave it out for them`
}

/** Says that a metric's name makes no chart name, and what to write. */
export function sayChartName(metric: string): string {
  const rule = formatChartRule({ metric, as: 'a shorter name' })
  const advice =
    metric.trim() === metric && metric !== '' && !/\p{Cc}/u.test(metric)
      ? `Name its chart with the rule \`${rule}\``
      : 'Rename it with a view'
  return `Metric \`${shorten(metric)}\` is left out: chart names have 1 to 200 characters (prefix included), no control characters and no blanks around them. ${advice}`
}

/** Says that a rule made a chart of the same name for another metric. */
export function sayTakenByRule(metric: string, chart: string): string {
  const rule = formatChartRule({ metric, as: `${metric} 2` })
  return `Metric \`${shorten(metric)}\` is left out: another rule makes the chart \`${shorten(chart)}\`. Name its chart with the rule \`${rule}\``
}

/** Says that no rule names a metric, but one nearly does: its chart stays empty for ever. */
export function sayNearMiss(metric: string, near: string): string {
  return `Metric \`${shorten(metric)}\` is not charted: no rule names it, but one names \`${shorten(near)}\`. If it is meant, write it as its instrument does: \`${formatChartRule({ metric })}\``
}

/** Says that there are too many metrics to remember. */
export function sayTooManyMetrics(metric: string): string {
  return `Metric \`${shorten(metric)}\` and other new ones are left out: there are more than 10000. Name what should be charted with rules, e.g. \`${formatChartRule({ metric })}\``
}

/** Says that data points are of a type this version does not know. */
export function sayUnknownKind(metric: string, dataPointType: unknown): string {
  return `Metric \`${shorten(metric)}\` is left out: expected its data points to be a sum, a gauge or a histogram, got type \`${String(dataPointType)}\`. Change its aggregation with a view`
}
