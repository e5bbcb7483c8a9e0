import type { Tags } from '../contract/parse-tags.ts'
import type { KeptChart, KeptPoint } from './account.ts'

/** A chart as an overview shows it. */
export interface LocalChart {
  /** The chart's name. */
  chart: string
  /** Points kept at present. */
  points: number
  /** Value of the point that arrived last. */
  lastValue: number
  /** Time of the oldest point kept, ISO 8601 in UTC. */
  firstAt: string
  /** Time of the point that arrived last, ISO 8601 in UTC. */
  lastAt: string
}

/** A point as it is kept. */
export interface LocalPoint {
  value: number
  /** The `timestamp` the client sent, otherwise the time of arrival; ISO 8601 in UTC. */
  timestamp: string
  /** Missing when the client sent none. */
  tags?: Tags
  /** The `Idempotency-Key` the point came with, if any. The HTTP API does not show it. */
  key?: string
}

/** How an overview shows a chart. */
export function toLocalChart({ name, points }: KeptChart): LocalChart {
  const [first, last] = [points[0], points.at(-1)]
  return {
    chart: name,
    points: points.length,
    lastValue: last?.value ?? Number.NaN,
    firstAt: toIsoTime(first?.atMillis),
    lastAt: toIsoTime(last?.atMillis),
  }
}

/** How a point is shown. */
export function toLocalPoint({ value, atMillis, tags, key }: KeptPoint): LocalPoint {
  const timestamp = toIsoTime(atMillis)
  return { value, timestamp, ...(tags && { tags }), ...(key !== undefined && { key }) }
}

function toIsoTime(millis = 0): string {
  return new Date(millis).toISOString()
}
