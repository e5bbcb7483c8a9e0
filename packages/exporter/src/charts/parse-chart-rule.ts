import { checkAggregation, expected } from './check-chart-rule.ts'
import type { ChartRule } from './chart-rule.ts'

/**
 * Reads a rule `metric[:aggregation][=chart]`. The first `=` and, before it, the first `:` count;
 * `%2C` `%3A` `%3D` `%25` stand for `,` `:` `=` `%`. Blanks around the three parts don't matter.
 *
 * @param option what messages call the rule
 * @throws SpikelogError `invalid_option`
 */
export function parseChartRule(text: string, option = 'charts'): ChartRule {
  const [source, as] = splitAtFirst(text, '=')
  const [metric, aggregation] = splitAtFirst(source, ':')
  if (metric === '' || as === '') {
    throw expected(option, 'to be `metric[:aggregation][=chart]`', text)
  }
  checkAggregation(aggregation, option)
  return {
    metric: unescape(metric),
    ...(aggregation === undefined ? {} : { aggregation }),
    ...(as === undefined ? {} : { as: unescape(as) }),
  }
}

function splitAtFirst(text: string, mark: string): [head: string, tail: string | undefined] {
  const at = text.indexOf(mark)
  if (at === -1) return [text.trim(), undefined]
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function unescape(text: string): string {
  return text.replace(/%(2C|3A|3D|25)/gi, (escape) => decodeURIComponent(escape))
}
