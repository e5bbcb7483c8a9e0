import type { Aggregation } from '@spikelog-otel/client'
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'

/**
 * What a metric's data points are to a chart. Views and readers may give any instrument any of
 * them, so the data decides and not the instrument.
 */
export type PointKind =
  | 'counter'
  | 'up-down counter'
  | 'gauge'
  | 'histogram'
  | 'cumulative histogram'
  | 'gauge histogram'
  | 'cumulative gauge histogram'

interface Choice {
  /** Absent when nothing suits unasked. */
  readonly byDefault?: Aggregation
  readonly allowed: readonly Aggregation[]
}

const choices: Readonly<Record<PointKind, Choice>> = {
  counter: { byDefault: 'sum', allowed: ['sum', 'rate'] },
  'up-down counter': { byDefault: 'last', allowed: ['last', 'max', 'min'] },
  gauge: { byDefault: 'max', allowed: ['max', 'min', 'last', 'avg'] },
  histogram: { byDefault: 'avg', allowed: ['avg', 'sum', 'max', 'min', 'count', 'rate'] },
  // Its minimum and maximum are those since the start, not those of a bucket.
  'cumulative histogram': { byDefault: 'avg', allowed: ['avg', 'sum', 'count', 'rate'] },
  'gauge histogram': { byDefault: 'max', allowed: ['max', 'min', 'count'] },
  'cumulative gauge histogram': { allowed: ['count'] },
}

/** Tells the kind of a metric's data points, `undefined` when it is not known. */
export function toPointKind(metric: MetricData): PointKind | undefined {
  switch (metric.dataPointType) {
    case DataPointType.SUM:
      return metric.isMonotonic ? 'counter' : 'up-down counter'
    case DataPointType.GAUGE:
      return 'gauge'
    case DataPointType.HISTOGRAM:
    case DataPointType.EXPONENTIAL_HISTOGRAM: {
      // The SDK keeps no sum for instruments that may go negative, gauges above all.
      const hasSum = metric.dataPoints.some((point) => point?.value?.sum !== undefined)
      const name = hasSum ? 'histogram' : 'gauge histogram'
      return isDelta(metric) ? name : `cumulative ${name}`
    }
    default:
      return undefined
  }
}

/** Tells whether data points hold what is new since the collection before. */
export function isDelta(metric: MetricData): boolean {
  return metric.aggregationTemporality === AggregationTemporality.DELTA
}

/** The aggregations a chart of this kind may have. */
export function allowedAggregations(kind: PointKind): readonly Aggregation[] {
  return choices[kind].allowed
}

/** What was asked for when it is allowed, else the default; `undefined` when there is none. */
export function resolveAggregation(
  kind: PointKind,
  asked: Aggregation | undefined,
): Aggregation | undefined {
  const { byDefault, allowed } = choices[kind]
  return asked !== undefined && allowed.includes(asked) ? asked : byDefault
}
