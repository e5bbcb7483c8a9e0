import { isQuantile, quantileAggregations } from '@spikelog-otel/client'
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
  histogram: {
    byDefault: 'avg',
    allowed: ['avg', 'sum', 'max', 'min', 'count', 'rate', ...quantileAggregations],
  },
  // Its minimum and maximum are those since the start, not those of a bucket.
  'cumulative histogram': {
    byDefault: 'avg',
    allowed: ['avg', 'sum', 'count', 'rate', ...quantileAggregations],
  },
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

/** Tells whether data points are a histogram without boundaries, which gives no quantile. */
export function lacksBuckets(metric: MetricData): boolean {
  return (
    metric.dataPointType === DataPointType.HISTOGRAM &&
    metric.dataPoints.some((point) => point?.value?.buckets?.boundaries?.length === 0)
  )
}

/** What of a metric decides which aggregations it may have. */
export interface Aggregatable {
  readonly kind: PointKind
  readonly lacksBuckets: boolean
}

/** The aggregations a chart of such a metric may have. */
export function allowedAggregations(metric: Aggregatable): readonly Aggregation[] {
  return choices[metric.kind].allowed.filter((aggregation) => suits(metric, aggregation))
}

/** Tells whether a chart of such a metric may have this aggregation. */
export function suits(
  { kind, lacksBuckets: lacks }: Aggregatable,
  aggregation: Aggregation,
): boolean {
  return choices[kind].allowed.includes(aggregation) && !(lacks && isQuantile(aggregation))
}

/** What was asked for when it is allowed, else the default; `undefined` when there is none. */
export function resolveAggregation(
  metric: Aggregatable,
  asked: Aggregation | undefined,
): Aggregation | undefined {
  return asked !== undefined && suits(metric, asked) ? asked : choices[metric.kind].byDefault
}
