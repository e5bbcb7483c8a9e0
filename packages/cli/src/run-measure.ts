import { aggregations, isAggregation } from '@spikelog-otel/client'
import type { Aggregation } from '@spikelog-otel/client'
import { isChartName, toChartName } from '@spikelog-otel/client/internals'
import type { RunCommand } from './command.ts'
import { exitCode } from './exit-code.ts'
import { nearest } from './nearest.ts'
import { jobBudgetMillis, openClient } from './open-client.ts'
import { parseValue } from './parse-value.ts'
import { UsageError } from './usage-error.ts'

/** `spikelog add`, `record` and `set`: merges one value into its chart's bucket. */
export function createMeasure(method: 'add' | 'record' | 'set'): RunCommand {
  return async ({ operands: [chart = '', text = '1'], options }, edges) => {
    const value = parseValue(text)
    const aggregation = parseAggregation(options['agg'])
    const opened = openClient(edges, jobBudgetMillis)
    expectChartName(chart, opened.options.prefix)
    opened.client[method](chart, value, aggregation && { aggregation })
    const { dropped } = await opened.finish(options['now'] === true ? 'now' : 'due')
    return dropped > 0 || wasDropped(opened.client.health().dropped)
      ? exitCode.failed
      : exitCode.done
  }
}

function wasDropped(dropped: object): boolean {
  return Object.keys(dropped).length > 0
}

function parseAggregation(name: string | true | undefined): Aggregation | undefined {
  if (name === undefined || isAggregation(name)) return name
  const meant = nearest(String(name), aggregations)
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
  throw new UsageError(
    `Expected \`--agg\` to be one of ${aggregations.join(', ')}, got \`${name}\`.${hint}`,
  )
}

function expectChartName(chart: string, prefix: string | undefined): void {
  if (isChartName(toChartName(prefix, chart))) return
  throw new UsageError(
    `Expected CHART to be a name of 1 to 200 characters without control characters, got \`${chart}\`.`,
  )
}
