import type { Aggregate, ChartSettings } from '@spikelog-otel/client'

/** What one collection adds to one chart. */
export interface ChartUpdate {
  /** The chart's whole name, prefix included. */
  readonly chart: string
  readonly aggregate: Aggregate
  readonly settings: ChartSettings
  /** Name of the metric it comes from, for messages such as the rule to write. */
  readonly metric: string
}

/**
 * Why data points were left out.
 *
 * - `nonfinite`: a number the chart needs is missing, NaN or infinite
 * - `series`: more than 2000 cumulative series in one metric
 * - `shared_name`: the chart belongs to another metric
 * - `chart_name`: the metric's name makes no chart name
 * - `temporality`: a cumulative histogram of a gauge tells nothing of one bucket
 * - `unknown_kind`: the data point is of a type that is not known
 * - `too_many_metrics`: more metrics than are remembered
 * - `own_traffic`: it may tell of the exporter's own requests
 */
export type DropReason =
  | 'nonfinite'
  | 'series'
  | 'shared_name'
  | 'chart_name'
  | 'temporality'
  | 'unknown_kind'
  | 'too_many_metrics'
  | 'own_traffic'

/** Data points that were left out of a chart. */
export interface Drop {
  readonly chart: string
  readonly reason: DropReason
  /** Number of data points. */
  readonly count: number
}

/** Something to say once. */
export interface Notice {
  readonly level: 'warn' | 'info' | 'debug'
  /** Says what happened and what to do. */
  readonly message: string
}

/** What {@link ChartBook.take} hands over. */
export interface Summary {
  /**
   * What to merge, in the order in which charts should be admitted. A chart comes twice when two
   * collections ended since the last time.
   */
  readonly updates: readonly ChartUpdate[]
  readonly dropped: readonly Drop[]
  readonly notices: readonly Notice[]
}
