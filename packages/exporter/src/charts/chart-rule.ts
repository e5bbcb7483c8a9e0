import type { Aggregation, Clamp } from '@spikelog-otel/client'

/** Attribute values a data point must have, e.g. `{ queue: 'mail' }`. All of them must be equal. */
export type AttributeFilter = Readonly<Record<string, string | number | boolean>>

/**
 * Which metric feeds which chart by which aggregation. A string `metric[:aggregation][=chart]` says
 * the same of the first three.
 */
export interface ChartRule {
  /**
   * The metric's name; case does not matter, as in OpenTelemetry. `*` stands for any run of
   * characters; each metric it matches gets a chart of its own name.
   */
  readonly metric: string
  /** How a bucket becomes a value. By default what suits the instrument. */
  readonly aggregation?: Aggregation | undefined
  /** The chart's name, without the prefix. By default the metric's name. Not with `*`. */
  readonly as?: string | undefined
  /** Charts only the data points that have these attributes. */
  readonly where?: AttributeFilter | undefined
  /** Factor applied before the clamp, e.g. `1000` to chart seconds as milliseconds. */
  readonly scale?: number | undefined
  /** Overrides the exporter's `clamp` for this chart. */
  readonly clamp?: Clamp | undefined
}

/** A {@link ChartRule} that was checked. */
export interface ResolvedChartRule extends ChartRule {
  /** Where it was written, for messages: `charts[0]`. */
  readonly option: string
  /** The chart's whole name, prefix included; absent when `metric` holds `*`. */
  readonly chart?: string
}
