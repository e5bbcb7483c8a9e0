import { SpikelogError, aggregations, isAggregation } from '@spikelog-otel/client'
import type { ChartRule } from './chart-rule.ts'

/**
 * Reads a rule `metric[:aggregation][=chart]`. The first `=` and, before it, the first `:` count;
 * `%2C` `%3A` `%3D` `%25` stand for `,` `:` `=` `%`.
 *
 * @param option what messages call the rule
 * @throws SpikelogError `invalid_option`
 */
export function parseChartRule(text: string, option = 'charts'): ChartRule {
  const [source, as] = splitAtFirst(text, '=')
  const [metric, aggregation] = splitAtFirst(source, ':')
  if (metric === '') {
    throw new SpikelogError(
      'invalid_option',
      `Expected \`${option}\` to be \`metric[:aggregation][=chart]\`, got \`${text}\` (no metric)`,
    )
  }
  if (aggregation !== undefined && !isAggregation(aggregation)) {
    throw unknownAggregation(option, aggregation)
  }
  if (as === '') {
    throw new SpikelogError(
      'invalid_option',
      `Expected \`${option}\` to name a chart after \`=\`, got \`${text}\` (string)`,
    )
  }
  return {
    metric: unescape(metric),
    ...(aggregation === undefined ? {} : { aggregation }),
    ...(as === undefined ? {} : { as: unescape(as) }),
  }
}

/** Makes the error for an aggregation that is none. */
export function unknownAggregation(option: string, value: unknown): SpikelogError {
  const percentile = typeof value === 'string' && /^p\d+$/.test(value)
  return new SpikelogError(
    'invalid_option',
    `Expected the aggregation of \`${option}\` to be one of ${aggregations.join(', ')}, got \`${String(value)}\` (${typeof value})` +
      (percentile ? '; percentiles (p50…p99) are not available yet' : ''),
  )
}

function splitAtFirst(text: string, mark: string): [head: string, tail: string | undefined] {
  const at = text.indexOf(mark)
  if (at === -1) return [text.trim(), undefined]
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function unescape(text: string): string {
  return text.replace(/%(2C|3A|3D|25)/gi, (escape) => decodeURIComponent(escape))
}
