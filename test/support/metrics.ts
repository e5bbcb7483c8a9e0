import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData, ResourceMetrics, SumMetricData } from '@opentelemetry/sdk-metrics'
import type { Attributes, HrTime } from '@opentelemetry/api'
import { ValueType } from '@opentelemetry/api'

/** When a collection was made. */
export interface Interval {
  readonly startMillis: number
  readonly endMillis: number
}

/** Data as the SDK gives it to an exporter, made by hand. */
export function resourceMetrics(scopes: Record<string, MetricData[]>): ResourceMetrics {
  return {
    resource: { attributes: {} } as ResourceMetrics['resource'],
    scopeMetrics: Object.entries(scopes).map(([name, metrics]) => ({ scope: { name }, metrics })),
  }
}

/** One counter, delta. */
export function counter(
  name: string,
  value: number,
  at: Interval,
  attributes: Attributes = {},
): SumMetricData {
  return {
    descriptor: descriptor(name),
    aggregationTemporality: AggregationTemporality.DELTA,
    dataPointType: DataPointType.SUM,
    isMonotonic: true,
    dataPoints: [{ ...times(at), attributes, value }],
  }
}

/** One histogram without boundaries, delta. */
export function histogram(name: string, values: readonly number[], at: Interval): MetricData {
  return {
    descriptor: descriptor(name),
    aggregationTemporality: AggregationTemporality.DELTA,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: [
      {
        ...times(at),
        attributes: {},
        value: {
          count: values.length,
          sum: values.reduce((sum, value) => sum + value, 0),
          min: Math.min(...values),
          max: Math.max(...values),
          buckets: { boundaries: [], counts: [values.length] },
        },
      },
    ],
  }
}

/** One gauge as its last value. */
export function gauge(name: string, value: number, at: Interval): MetricData {
  return {
    descriptor: descriptor(name),
    aggregationTemporality: AggregationTemporality.DELTA,
    dataPointType: DataPointType.GAUGE,
    dataPoints: [{ ...times(at), attributes: {}, value }],
  }
}

function descriptor(name: string): MetricData['descriptor'] {
  return { name, description: '', unit: '', valueType: ValueType.DOUBLE }
}

function times(at: Interval): { startTime: HrTime; endTime: HrTime } {
  return { startTime: toHrTime(at.startMillis), endTime: toHrTime(at.endMillis) }
}

function toHrTime(millis: number): HrTime {
  return [Math.floor(millis / 1000), Math.round((millis % 1000) * 1e6)]
}
