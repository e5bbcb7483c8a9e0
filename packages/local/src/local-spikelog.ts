import type { FaultPlan } from './faults/fault.ts'
import type { RequestCounts } from './http/request-counter.ts'
import type { LocalChart, LocalPoint } from './store/local-chart.ts'

/** A point that was just stored, with its chart. */
export interface StoredPoint extends LocalPoint {
  chart: string
}

/** A running local Spikelog. Its functions need no `this`. */
export interface LocalSpikelog {
  /** Where it listens, such as `http://127.0.0.1:7745`. */
  readonly url: string
  /** Where points are sent to: the `url` with `/api/v1/ingest`. */
  readonly endpoint: string
  /** The key it knows. */
  readonly apiKey: string
  /** All charts in the order in which they were made. */
  readonly charts: () => LocalChart[]
  /** The chart's points in order of arrival, oldest first; none when there is no such chart. */
  readonly points: (chart: string) => LocalPoint[]
  /** How many requests came in and what they got. */
  readonly requests: () => RequestCounts
  /**
   * Calls the listener after each point that was stored, before it is answered. Repeats of a point
   * store nothing and call nobody. Returns the function that ends it.
   */
  readonly onPoint: (listener: (point: StoredPoint) => void) => () => void
  /** Replaces the faults from the next request on; `undefined` ends them. */
  readonly setFaults: (faults: FaultPlan | undefined) => void
  /**
   * Goes back to how it started: no charts, points, remembered idempotency keys or counts, and the
   * faults of the start from their beginning. Listeners stay.
   */
  readonly reset: () => void
  /** Stops listening and resets all connections, as a crash of the service would. Data is kept. */
  readonly pause: () => Promise<void>
  /** Listens again, on the same port. */
  readonly resume: () => Promise<void>
  /** Ends it for good, promptly, also with connections that hang. May be called again. */
  readonly close: () => Promise<void>
}
