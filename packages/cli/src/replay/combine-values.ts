import type { Aggregation } from '@spikelog-otel/client'

/**
 * What several points of one chart and bucket come to as one. They are points already: the average of
 * averages stands for the average, and the average of quantiles for the quantile.
 *
 * @param values oldest first, at least one
 */
export function combineValues(values: readonly number[], aggregation: Aggregation): number {
  const sum = (): number => values.reduce((total, value) => total + value, 0)
  switch (aggregation) {
    case 'sum':
    case 'count':
    case 'rate':
      return sum()
    case 'max':
      return values.reduce((a, b) => Math.max(a, b))
    case 'min':
      return values.reduce((a, b) => Math.min(a, b))
    case 'last':
      return values.at(-1) ?? Number.NaN
    case 'avg':
    case 'p50':
    case 'p75':
    case 'p90':
    case 'p95':
    case 'p99':
      return sum() / values.length
  }
}
