import type { MeterProvider } from '@opentelemetry/api'
import type { SpikelogClientOptions } from '@spikelog-otel/client'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { ChartRule, ResolvedChartRule } from './charts/chart-rule.ts'

/** A meter provider, or a function that is asked for it whenever there is something to record. */
export type MeterProviderSource = MeterProvider | (() => MeterProvider | undefined)

/** Options of the exporter: the client's and its own. Code before environment before default. */
export interface SpikelogExporterOptions extends SpikelogClientOptions {
  /**
   * Which metrics to chart, in order of priority: strings `metric[:aggregation][=chart]` or
   * {@link ChartRule} objects. `SPIKELOG_CHARTS` (strings, separated by commas).
   *
   * @default automatic: the app's own metrics, and three of the instrumentations'
   */
  readonly charts?: readonly (string | ChartRule)[] | undefined
  /**
   * What `forceFlush()` posts: `'now'` the open bucket too, `'due'` only what is due (for handlers
   * that flush at each invocation, so that no point is burnt).
   *
   * @default 'now'; `'due'` with a `store` that outlives the process
   */
  readonly forceFlush?: 'now' | 'due' | undefined
  /**
   * Where the exporter's own metrics go (`otel.sdk.exporter.*`). They are never charted unasked. The
   * provider that this exporter's reader belongs to does not exist yet: pass a function.
   *
   * @example () => meterProvider
   * @default none
   */
  readonly meterProvider?: MeterProviderSource | undefined
  /**
   * With `chartViews`: drops at our reader what no view matches, so that it costs nothing there.
   * Other readers keep it.
   *
   * @default false
   */
  readonly chartedOnly?: boolean | undefined
}

/** Every option, resolved. */
export interface ResolvedExporterOptions {
  /** The client's; the chart book puts the prefix before the names, so the client has none. */
  readonly client: ResolvedClientOptions
  readonly prefix: string | undefined
  /** Empty: automatic. */
  readonly rules: readonly ResolvedChartRule[]
  readonly forceFlush: 'now' | 'due'
  /** Share of instances that export. The exporter decides itself, as it learns the instance's id late. */
  readonly rollout: number
  readonly meterProvider: MeterProviderSource | undefined
  readonly chartedOnly: boolean
}
