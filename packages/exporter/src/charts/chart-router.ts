import type { Slot } from '@spikelog-otel/client'
import { Chart } from './chart.ts'
import type { ResolvedChartRule } from './chart-rule.ts'
import type { Ledger } from './ledger.ts'
import { isAppScope } from './metric-source.ts'
import type { MetricSource } from './metric-source.ts'
import { isChartName, toChartName } from '@spikelog-otel/client/internals'
import { toNameMatcher } from './to-name-matcher.ts'

/** What a {@link ChartRouter} is made of. */
export interface ChartRouterOptions {
  /** None: every metric gets a chart of its own name. */
  readonly rules: readonly ResolvedChartRule[]
  readonly prefix?: string | undefined
  readonly maxCharts: number
}

/** Why a metric gets no chart: its name makes none, a rule has taken it, there are too many. */
export type NoChart = 'chart_name' | 'shared_name' | 'too_many_metrics'

// Of all that OpenTelemetry's instrumentations measure, what tells most of an app's health. Its own
// metrics come first, and seven slots stay free for one that comes late.
const instrumentationMetrics: ReadonlySet<string> = new Set([
  'http.server.request.duration',
  'nodejs.eventloop.utilization',
  'nodejs.eventloop.delay.p99',
])

// More names than anyone reads; it only keeps memory bounded.
const maxChartsByName = 10_000

/** Finds the charts a metric feeds. Metric names ignore case, as in OpenTelemetry. */
export class ChartRouter {
  /** Charts that hold a slot from the start, in order of priority. */
  readonly reservedCharts: readonly string[]
  /** Charts of exact rules beyond the account's slots. */
  readonly surplusCharts: readonly string[]
  readonly #ledger: Ledger
  readonly #prefix: string | undefined
  readonly #byMetric = new Map<string, Chart[]>()
  readonly #byName = new Map<string, Chart>()
  readonly #taken: ReadonlySet<string>
  readonly #bySound: ReadonlyMap<string, string>
  readonly #patterns: readonly {
    readonly matches: (lowerName: string) => boolean
    readonly rule: ResolvedChartRule | undefined
  }[]

  constructor({ rules, prefix, maxCharts }: ChartRouterOptions, ledger: Ledger) {
    this.#ledger = ledger
    this.#prefix = prefix
    const exact = rules.flatMap((rule) => rule.chart ?? [])
    this.reservedCharts = exact.slice(0, maxCharts)
    this.surplusCharts = exact.slice(maxCharts)
    this.#taken = new Set(exact.map((chart) => chart.toLowerCase()))
    for (const rule of rules) this.#addExact(rule)
    const named = rules.filter((rule) => rule.chart !== undefined)
    this.#bySound = new Map(named.map(({ metric }) => [toSound(metric), metric]))
    const wildcards = rules.filter((rule) => rule.chart === undefined)
    this.#patterns =
      rules.length === 0
        ? [{ matches: () => true, rule: undefined }]
        : wildcards.map((rule) => ({ matches: toNameMatcher(rule.metric), rule }))
  }

  /** The charts a metric feeds, none when no rule speaks of it. */
  chartsOf(metric: string): readonly Chart[] | NoChart {
    const exact = this.chartsNaming(metric)
    if (exact.length > 0) return exact
    const pattern = this.#patterns.find(({ matches }) => matches(metric.toLowerCase()))
    return pattern === undefined ? [] : this.#chartByName(metric, pattern.rule)
  }

  /** The charts of the rules that name a metric, without `*`. */
  chartsNaming(metric: string): readonly Chart[] {
    return this.#byMetric.get(metric.toLowerCase()) ?? []
  }

  /** The metric of a rule that differs from this name in nothing but what stands between its words. */
  nearest(metric: string): string | undefined {
    return this.#bySound.get(toSound(metric))
  }

  /** The name of the chart a metric gets when no rule names it. */
  toChart(metric: string): string {
    return toChartName(this.#prefix, metric)
  }

  #addExact(rule: ResolvedChartRule): void {
    const { chart } = rule
    if (chart === undefined) return
    const slot: Slot = this.reservedCharts.includes(chart) ? 'reserved' : 'none'
    const plan = { rule, toName: () => chart, toSlot: () => slot }
    const metric = rule.metric.toLowerCase()
    const charts = this.#byMetric.get(metric) ?? []
    this.#byMetric.set(metric, [...charts, new Chart(plan, this.#ledger)])
  }

  #chartByName(metric: string, rule: ResolvedChartRule | undefined): [Chart] | NoChart {
    const name = this.toChart(metric)
    const key = name.toLowerCase()
    const known = this.#byName.get(key)
    if (known !== undefined) return [known]
    if (!isChartName(name)) return 'chart_name'
    if (this.#taken.has(key)) return 'shared_name'
    if (this.#byName.size >= maxChartsByName) return 'too_many_metrics'
    const toSlot = rule === undefined ? toAutomaticSlot : (): Slot => 'wanted'
    const toName = (metricName: string): string => this.toChart(metricName)
    const chart = new Chart({ rule, toName, toSlot }, this.#ledger)
    this.#byName.set(key, chart)
    return [chart]
  }
}

/** `sign-ups`, `sign_ups` and `signUps` sound the same. */
function toSound(metric: string): string {
  return metric.toLowerCase().replaceAll(/[\s._/-]/gu, '')
}

function toAutomaticSlot({ scope, name }: MetricSource): Slot {
  if (isAppScope(scope)) return 'wanted'
  return instrumentationMetrics.has(name.toLowerCase()) ? 'spare' : 'none'
}
