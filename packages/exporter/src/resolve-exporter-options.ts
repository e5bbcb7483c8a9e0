import { SpikelogError } from '@spikelog-otel/client'
import {
  aBoolean,
  isDurable,
  oneOf,
  OptionReader,
  readClientOptions,
} from '@spikelog-otel/client/internals'
import type { Expectation } from '@spikelog-otel/client/internals'
import type { ReadEnvironment } from '@spikelog-otel/client'
import type { ChartRule, ResolvedChartRule } from './charts/chart-rule.ts'
import { splitChartRuleList } from './charts/split-chart-rule-list.ts'
import { resolveChartRules } from './charts/resolve-chart-rules.ts'
import type {
  MeterProviderSource,
  ResolvedExporterOptions,
  SpikelogExporterOptions,
} from './exporter-options.ts'

type Rules = readonly (string | ChartRule)[]

const aListOfRules: Expectation<Rules> = {
  text: "an array of chart rules, such as ['users', 'http.server.request.duration:max=slowest']",
  is: (value): value is Rules => Array.isArray(value),
}

const aMeterProvider: Expectation<MeterProviderSource> = {
  text: 'a MeterProvider (an object with getMeter), or a function that returns one',
  is: (value): value is MeterProviderSource =>
    typeof value === 'function' ||
    (typeof value === 'object' &&
      value !== null &&
      typeof Reflect.get(value, 'getMeter') === 'function'),
}

/**
 * Completes the exporter's options.
 *
 * @throws SpikelogError `missing_api_key` without a key, `invalid_option` for a bad or unknown
 *   option in code. A bad environment value only warns.
 */
export function resolveExporterOptions(
  options: SpikelogExporterOptions,
  environment: ReadEnvironment,
  warn: (message: string) => void,
): ResolvedExporterOptions {
  const reader = new OptionReader(options, environment, warn)
  const client = readClientOptions(reader)
  const { prefix } = client
  const inCode = reader.read<Rules | undefined>(
    { name: 'charts', expectation: aListOfRules },
    undefined,
  )
  const forceFlush = reader.read<'now' | 'due'>(
    { name: 'forceFlush', expectation: oneOf('now', 'due') },
    // What waits in a durable store is not lost with the process.
    isDurable(client) ? 'due' : 'now',
  )
  const meterProvider = reader.read<MeterProviderSource | undefined>(
    { name: 'meterProvider', expectation: aMeterProvider },
    undefined,
  )
  const chartedOnly = reader.read({ name: 'chartedOnly', expectation: aBoolean }, false)
  reader.rejectUnknown()
  const rules =
    inCode === undefined
      ? readRulesOf(environment('SPIKELOG_CHARTS'), prefix, warn)
      : resolveChartRules(inCode, { prefix })
  return {
    client: { ...client, prefix: undefined, rollout: 1 },
    prefix,
    rules,
    forceFlush,
    rollout: client.rollout,
    meterProvider,
    chartedOnly,
  }
}

/**
 * Rules of the environment. A bad one is left out and said; the good ones serve, since charts that
 * nobody asked for would take their slots.
 */
function readRulesOf(
  text: string | undefined,
  prefix: string | undefined,
  warn: (message: string) => void,
): readonly ResolvedChartRule[] {
  const entries = splitChartRuleList(text ?? '')
  const resolve = (positions: readonly number[]): ResolvedChartRule[] =>
    resolveChartRules(
      positions.map((position) => entries[position] ?? ''),
      { prefix, option: 'SPIKELOG_CHARTS', positions },
    )
  const good: number[] = []
  const bad: string[] = []
  for (const position of entries.keys()) {
    try {
      resolve([...good, position])
      good.push(position)
    } catch (error) {
      if (!(error instanceof SpikelogError)) throw error
      bad.push(error.message)
    }
  }
  if (bad.length > 0) {
    const rest = good.length > 0 ? 'The other rules serve.' : 'Charts are chosen automatically.'
    warn(`SPIKELOG_CHARTS holds rules that are ignored. ${rest} ${bad.join('; ')}`)
  }
  return resolve(good)
}
