/**
 * Why something measured was not charted.
 *
 * - `quota`: the account has no slot for the chart
 * - `value`: the service refused the point
 * - `nonfinite`: not a finite number where the chart needs one
 * - `name`: not a valid chart name
 * - `too_many_names`: the store held its 1000 chart names already
 * - `aggregation`: the chart was first used with another aggregation
 * - `series`: more cumulative series of one metric than are remembered
 * - `name_clash`: a metric whose name another metric's chart has
 * - `unreadable`: data of no known kind
 * - `shutdown`: undelivered when the time for the shutdown was over
 * - `closed`: measured after the shutdown
 */
export type DropReason =
  | 'quota'
  | 'value'
  | 'nonfinite'
  | 'name'
  | 'too_many_names'
  | 'aggregation'
  | 'series'
  | 'name_clash'
  | 'unreadable'
  | 'shutdown'
  | 'closed'
