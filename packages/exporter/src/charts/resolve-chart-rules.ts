import type { ChartRule, ResolvedChartRule } from './chart-rule.ts'
import { checkChartRule, expected } from './check-chart-rule.ts'
import { parseChartRule } from './parse-chart-rule.ts'
import { isChartName, toChartName } from '@spikelog-otel/client/internals'

/** What rules are resolved with. */
export interface RuleContext {
  /** Goes before every chart name. */
  readonly prefix?: string | undefined
  /** What messages call the list. Default `charts`. */
  readonly option?: string
  /** Where the rules stand in that list, when some of it are left out. Default 0, 1, 2, … */
  readonly positions?: readonly number[]
}

/**
 * Checks the `charts` option and completes it.
 *
 * @throws SpikelogError `invalid_option`, naming the rule, what is expected and what was given
 */
export function resolveChartRules(
  input: readonly (string | ChartRule)[],
  { prefix, option = 'charts', positions }: RuleContext = {},
): ResolvedChartRule[] {
  if (!Array.isArray(input)) throw expected(option, 'to be an array of rules', input)
  const rules = input.map((item, index) =>
    resolveChartRule(item, `${option}[${positions?.[index] ?? index}]`, prefix),
  )
  refuseTwins(rules)
  return rules
}

function resolveChartRule(
  item: unknown,
  option: string,
  prefix: string | undefined,
): ResolvedChartRule {
  const rule = typeof item === 'string' ? parseChartRule(item, option) : item
  checkChartRule(rule, option)
  const metric = rule.metric.trim()
  const as = rule.as?.trim()
  const complete = { ...toRule(rule), metric, option }
  if (metric.includes('*')) {
    if (as === undefined) return complete
    throw expected(`${option}.as`, 'to be absent beside a metric with `*`', as)
  }
  const chart = toChartName(prefix, as ?? metric)
  if (!isChartName(chart)) {
    throw expected(
      option,
      'to make a chart name of 1 to 200 characters (prefix included) without control characters',
      chart,
    )
  }
  return { ...complete, ...(as === undefined ? {} : { as }), chart }
}

// `{ as: undefined }` says the same as `{}`, and `as` is completed elsewhere.
function toRule({ metric, aggregation, where, scale, clamp }: ChartRule): ChartRule {
  return {
    metric,
    ...(aggregation === undefined ? {} : { aggregation }),
    ...(where === undefined ? {} : { where: { ...where } }),
    ...(scale === undefined ? {} : { scale }),
    ...(clamp === undefined ? {} : { clamp }),
  }
}

// Two rules of one chart would mix what they measure, and one of two equal patterns never matches.
function refuseTwins(rules: readonly ResolvedChartRule[]): void {
  const owners = new Map<string, string>()
  for (const rule of rules) {
    for (const claim of new Set(toClaims(rule))) {
      const owner = owners.get(claim)
      if (owner !== undefined) {
        throw expected(
          rule.option,
          `to make another chart than \`${owner}\` (name it with \`as\`)`,
          rule.chart ?? rule.metric,
        )
      }
      owners.set(claim, rule.option)
    }
  }
}

// Metric names ignore case, so `users` and `Users` are one chart when no rule names it otherwise.
function toClaims({ metric, chart, as }: ResolvedChartRule): string[] {
  const named = chart === undefined ? [] : [`chart ${chart}`]
  return as === undefined ? [...named, `metric ${metric.toLowerCase()}`] : named
}
