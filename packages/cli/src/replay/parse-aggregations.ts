import { aggregations, isAggregation } from '@spikelog-otel/client'
import type { Aggregation } from '@spikelog-otel/client'
import { UsageError } from '../usage-error.ts'

/** How charts aggregate, as somebody said; `undefined` when nobody did. */
export type AggregationOf = (chart: string) => Aggregation | undefined

/**
 * Reads `--agg`: an aggregation for all charts, `CHART=AGGREGATION` for one, or several with commas.
 *
 * @throws UsageError
 */
export function parseAggregations(text: string | undefined): AggregationOf {
  const ofChart = new Map<string, Aggregation>()
  let ofAll: Aggregation | undefined
  for (const part of text?.split(',') ?? []) {
    const equals = part.lastIndexOf('=')
    const name = part.slice(equals + 1).trim()
    if (!isAggregation(name)) {
      throw new UsageError(
        `Expected \`--agg\` to be one of ${aggregations.join(', ')}, or \`CHART=\` and one of ` +
          `them, got \`${part}\`.`,
      )
    }
    if (equals < 0) ofAll = name
    else ofChart.set(part.slice(0, equals), name)
  }
  return (chart) => ofChart.get(chart) ?? ofAll
}
