import type { Aggregation } from '@spikelog-otel/client'
import type { Keeper } from './chart-keeper.ts'
import { formatChartRule } from './format-chart-rule.ts'
import { describeSource } from './metric-source.ts'
import type { MetricSource } from './metric-source.ts'
import { allowedAggregations, suits } from './point-kind.ts'

/** Says that a rule's aggregation does not suit its metric, and which one is used. */
export function sayRefusedAggregation(
  source: MetricSource,
  asked: Aggregation,
  used: Aggregation,
): string {
  // A gauge gives none whatever boundaries a view gives it.
  if (suits({ ...source, lacksBuckets: false }, asked)) {
    return `Metric ${describeSource(source)} gives no \`${asked}\`, as a view or its producer makes it a histogram without boundaries; \`${used}\` is used. Give that view boundaries or, better, AggregationType.EXPONENTIAL_HISTOGRAM, or remove it`
  }
  return `Expected the aggregation of metric ${describeSource(source)} to be one of ${listAllowed(source)}, got \`${asked}\`; \`${used}\` is used`
}

/** Says that a metric is left out since its chart belongs to another one. */
export function saySharedName(
  source: MetricSource,
  { chart, source: keeper, aggregation }: Keeper,
): string {
  const whose = `chart \`${chart}\` belongs to ${describeSource(keeper)}`
  const advice = suits(source, aggregation)
    ? `Rename one of them with a view, or put both on one chart with the rule \`${formatChartRule({ metric: source.name, as: source.name })}\``
    : `It can't join, as it allows only ${listAllowed(source)} and the chart is made by ${aggregation}: rename one of them with a view`
  return `Metric ${describeSource(source)} is left out: ${whose}. ${advice}`
}

/** Says that a cumulative histogram without a sum has nothing to chart. */
export function sayTemporality(source: MetricSource): string {
  const rule = formatChartRule({ metric: source.name, aggregation: 'count' })
  return `Metric ${describeSource(source)} is left out: its minimum and maximum are those of all time. Remove the view that makes it a histogram, have its producer give deltas, or chart how often it was set with the rule \`${rule}\``
}

function listAllowed(source: MetricSource): string {
  return allowedAggregations(source).join(', ')
}
