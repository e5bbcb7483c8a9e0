import type { Attributes } from '@opentelemetry/api'
import type { SeriesTable } from './series-table.ts'

/** Tells whether a data point with these attributes counts. */
export type PointFilter = (attributes: Attributes | undefined) => boolean

/** What a reader of data points needs beside them. */
export interface ReadContext {
  /** Absent when every data point counts: then attributes are not touched. */
  readonly accepts: PointFilter | undefined
  /** What the cumulative series of this metric stood at. */
  readonly series: SeriesTable
  /** Number of the running collection. */
  readonly collection: number
}
