/** What changed in one chart. */
export interface ChartChange {
  /** Belongs to one life of a chart: deleted and made again, it has another. */
  id: number
  name: string
  /** Points the chart keeps now. A page that ends up with more drops its oldest. */
  kept: number
  /** Times of the new points in milliseconds since 1970: the first, then the step to each next. */
  times: number[]
  /** Values of the new points, rounded to what can be seen (see `toDrawnValues`). */
  values: number[]
}

/** What was refused, summed up by code and chart. */
export interface RefusalSummary {
  /** The error code that was answered, such as `chart_limit_reached`. */
  code: string
  /** The chart the point was for, where the request was good enough to tell. */
  chart?: string
  count: number
  /** When it happened last, in milliseconds since 1970. */
  lastAtMillis: number
}

/**
 * Brings a page from one state of the account to the present one. The event's id is the new
 * {@link Position}; sent back after a lost connection, it makes the next message go on from there.
 */
export interface SyncMessage {
  /** Whether everything known before is to be forgotten: the first message, or another server. */
  isComplete: boolean
  /** Ids of all charts there are; a chart that is not among them is gone. */
  charts: number[]
  /** Charts with points that are new since then. */
  changes: ChartChange[]
  limits: { charts: number; points: number }
  /** The latest, newest first. */
  refusals: RefusalSummary[]
}

/** What an embed polls: all points of its chart. */
export interface EmbedMessage {
  chart: ChartChange
  limits: { charts: number; points: number }
}
