/**
 * Why something measured was not charted.
 *
 * - `quota`: the account has no slot for the chart
 * - `value`: the service refused the point
 * - `nonfinite`: not a finite number where the chart needs one
 * - `chart_name`: not a valid chart name
 * - `too_many_names`: the store held its 1000 chart names already
 * - `aggregation`: the chart was first used with another aggregation
 * - `store`: the store failed to take it
 * - `shutdown`: undelivered when the time for the shutdown was over
 * - `closed`: measured after the shutdown
 *
 * From sources in front of the client, such as the OpenTelemetry exporter:
 *
 * - `series`: more cumulative series of one metric than are remembered
 * - `shared_name`: the chart belongs to another metric of the same name
 * - `temporality`: cumulative data that tells nothing of one bucket
 * - `unknown_kind`: data points of a kind that is not known
 * - `too_many_metrics`: more metrics than are remembered
 * - `own_traffic`: it may tell of the exporter's own requests
 */
export type DropReason =
  | 'quota'
  | 'value'
  | 'nonfinite'
  | 'chart_name'
  | 'too_many_names'
  | 'aggregation'
  | 'store'
  | 'shutdown'
  | 'closed'
  | 'series'
  | 'shared_name'
  | 'temporality'
  | 'unknown_kind'
  | 'too_many_metrics'
  | 'own_traffic'
