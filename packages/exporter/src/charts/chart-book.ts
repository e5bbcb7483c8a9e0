import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ResolvedChartRule } from './chart-rule.ts'
import type { Summary } from './summary.ts'

/** Where the exporter itself posts to. */
export interface OwnEndpoint {
  readonly host: string
  readonly port: number
}

/** What a {@link ChartBook} is made of. */
export interface ChartBookOptions {
  /** From `resolveChartRules`. Empty: automatic. */
  readonly rules: readonly ResolvedChartRule[]
  /** The account's slots: so many rules reserve one. */
  readonly maxCharts: number
  /** Goes before the names of charts that no rule names. */
  readonly prefix?: string
  /** `http.client.*` data points of requests to it are skipped. */
  readonly ownEndpoint?: OwnEndpoint
}

/**
 * Sums up what metrics give the charts, one collection after the other. `add` takes the parts of
 * a collection, `take` ends it; call `take` in the next `setImmediate` (a reader hands all parts over
 * before) and before a flush or a shutdown.
 */
export class ChartBook {
  /** Charts that hold a slot from the start, in order of priority. */
  readonly reservedCharts: readonly string[]

  constructor(options: ChartBookOptions) {
    this.reservedCharts = options.rules
      .flatMap((rule) => rule.chart ?? [])
      .slice(0, options.maxCharts)
  }

  /**
   * Adds a part of the running collection.
   *
   * @param nowMillis monotonic milliseconds of the caller's clock
   */
  add(_resourceMetrics: ResourceMetrics, _nowMillis: number): void {}

  /** Ends the running collection and hands over what came together since the last time. */
  take(): Summary {
    return { updates: [], dropped: [], notices: [] }
  }
}
