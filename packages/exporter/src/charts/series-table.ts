import type { Attributes, HrTime } from '@opentelemetry/api'
import type { PointBuckets } from './point-buckets.ts'
import { toSeriesKey } from './series-key.ts'

const maxSeries = 2000

/** What a cumulative series stood at when it was last seen. */
export interface Series {
  count: number
  sum: number
  /** Absent where no quantile is asked. */
  buckets: PointBuckets | undefined
  startTime: HrTime | undefined
  /** Number of the collection in which it was last seen. */
  seenIn: number
}

/**
 * The cumulative series of one metric, at most 2000. A new one takes the place of the longest
 * unseen. When all are alive it is the new one that is left out: to forget a live series would
 * count its whole total again at the next collection.
 */
export class SeriesTable {
  // A Map keeps the order of insertion; a series that is seen goes to the end.
  readonly #series = new Map<string, Series>()
  #dropped = 0

  /** Finds a series, or begins one that counts from zero; `undefined` when there is no room. */
  visit(attributes: Attributes | undefined, collection: number): Series | undefined {
    const key = toSeriesKey(attributes)
    const known = this.#series.get(key)
    if (known !== undefined) {
      if (known.seenIn !== collection) {
        known.seenIn = collection
        this.#series.delete(key)
        this.#series.set(key, known)
      }
      return known
    }
    if (this.#series.size >= maxSeries && !this.#makeRoom(collection)) return undefined
    const series: Series = {
      count: 0,
      sum: 0,
      buckets: undefined,
      startTime: undefined,
      seenIn: collection,
    }
    this.#series.set(key, series)
    return series
  }

  /** Says how many series and data points were dropped since the last time. */
  takeDropped(): number {
    const dropped = this.#dropped
    this.#dropped = 0
    return dropped
  }

  #makeRoom(collection: number): boolean {
    this.#dropped += 1
    for (const [key, { seenIn }] of this.#series) {
      // Whatever reported one collection ago is expected to report again.
      return seenIn < collection - 1 && this.#series.delete(key)
    }
    return false
  }
}

/**
 * Tells whether a series began anew since it was last seen, and keeps its newest start. A start
 * that is missing or went back says nothing.
 */
export function restarts(series: Series, startTime: HrTime | undefined): boolean {
  const since = series.startTime
  if (since === undefined) {
    series.startTime = startTime
    return false
  }
  if (startTime === undefined || !isLater(startTime, since)) return false
  series.startTime = startTime
  return true
}

function isLater(a: HrTime, b: HrTime): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])
}
