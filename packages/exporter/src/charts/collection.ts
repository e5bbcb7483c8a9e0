import type { MetricData } from '@opentelemetry/sdk-metrics'
import type { Chart } from './chart.ts'
import type { MetricSource } from './metric-source.ts'
import { isDelta } from './point-kind.ts'
import { toSeriesKey } from './series-key.ts'
import type { Span } from './tally.ts'

/** A metric of a batch and the charts it feeds. */
export interface RoutedMetric {
  readonly source: MetricSource
  readonly metric: MetricData
  readonly charts: readonly Chart[]
  /** When its first data point ends, in a form that can be looked up. */
  readonly endTime: string
}

/**
 * The collection that is running. A reader may hand it over in parts, splitting even a metric, all
 * with one end time; but two collections can end in one millisecond too.
 */
export class Collection {
  /** Rises from collection to collection. */
  readonly seq: number
  /** Those that its metrics feed. */
  readonly charts: Set<Chart> = new Set()
  readonly #previousMillis: number
  /** When its newest part came. */
  #nowMillis = 0
  /** When the earliest delta began, by the caller's clock. */
  #startMillis = Infinity
  /** The start time that was looked at last. */
  #checked: unknown
  readonly #endTimes = new Set<string>()
  readonly #parts = new Map<string, MetricData['dataPoints'][]>()

  /** @param previousMillis when the collection before ended, or what is measured began */
  constructor(seq: number, previousMillis: number) {
    this.seq = seq
    this.#previousMillis = previousMillis
  }

  /**
   * Tells whether a batch belongs to it: no other end time, and no series for the second time of
   * those where it matters. Deltas and growth add up rightly either way, so they are not searched.
   */
  isContinuedBy(batch: readonly RoutedMetric[]): boolean {
    let isOfItsTime = batch.length === 0
    for (const routed of batch) {
      if (this.#repeats(routed)) return false
      isOfItsTime ||= this.#endTimes.has(routed.endTime)
    }
    return isOfItsTime
  }

  /** A part came, which may hold nothing for any chart. */
  arrive(nowMillis: number): void {
    this.#nowMillis = nowMillis
  }

  /** Remembers what the next part is compared with. */
  note({ source, metric, endTime }: RoutedMetric): void {
    this.#endTimes.add(endTime)
    if (isPointInTime(source, metric)) {
      const parts = this.#parts.get(source.id) ?? []
      this.#parts.set(source.id, [...parts, metric.dataPoints])
    } else if (isDelta(metric) && !this.#isWholeSpan()) {
      this.#noteDelta(metric.dataPoints)
    }
  }

  /** The time it covers: since the collection before, or since its deltas began if that was later. */
  toSpan(): Span {
    const toMillis = this.#nowMillis
    const startMillis = this.#startMillis === Infinity ? -Infinity : this.#startMillis
    const fromMillis = Math.max(this.#previousMillis, startMillis)
    const isKnown = Number.isFinite(fromMillis)
    return {
      fromMillis: isKnown ? Math.min(fromMillis, toMillis) : toMillis,
      toMillis,
      seq: this.seq,
    }
  }

  #repeats({ source, metric }: RoutedMetric): boolean {
    // Only a metric that comes again costs more than this look-up.
    const parts = this.#parts.get(source.id)
    if (parts === undefined) return false
    const seen = new Set(parts.flatMap((points) => points.map((p) => toSeriesKey(p?.attributes))))
    return metric.dataPoints.some((point) => seen.has(toSeriesKey(point?.attributes)))
  }

  #noteDelta(points: MetricData['dataPoints']): void {
    for (const point of points) {
      const startTime = point?.startTime
      // Most series share one start, the very same array.
      if (startTime === this.#checked) continue
      this.#checked = startTime
      const millis = toMillisBetween(startTime, point?.endTime)
      if (millis >= 0) this.#startMillis = Math.min(this.#startMillis, this.#nowMillis - millis)
      if (this.#isWholeSpan()) return
    }
  }

  // Whatever began before the collection before ended makes no difference any more.
  #isWholeSpan(): boolean {
    return this.#startMillis <= this.#previousMillis
  }
}

function isPointInTime({ kind }: MetricSource, metric: MetricData): boolean {
  return kind === 'gauge' || (kind === 'up-down counter' && !isDelta(metric))
}

// NaN when unknown; a start of 0 says the same in OTLP.
function toMillisBetween(
  start: readonly [number, number] | undefined,
  end: readonly [number, number] | undefined,
): number {
  if (start === undefined || end === undefined || start[0] === 0) return Number.NaN
  return (end[0] - start[0]) * 1e3 + (end[1] - start[1]) / 1e6
}
