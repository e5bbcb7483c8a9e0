import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics'
import type {
  ExponentialHistogram,
  ExponentialHistogramMetricData,
  GaugeMetricData,
  HistogramMetricData,
  MetricData,
  ResourceMetrics,
  SumMetricData,
} from '@opentelemetry/sdk-metrics'
import { ValueType } from '@opentelemetry/api'
import type { Attributes, HrTime } from '@opentelemetry/api'
import { ChartBook } from '../../../packages/exporter/src/charts/chart-book.ts'
import type { ChartBookOptions } from '../../../packages/exporter/src/charts/chart-book.ts'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'
import { resolveChartRules } from '../../../packages/exporter/src/charts/resolve-chart-rules.ts'
import type { Summary } from '../../../packages/exporter/src/charts/summary.ts'

/** A data point: its value, and what else matters to a test. */
export interface FakePoint<T> {
  readonly value: T
  readonly attributes?: Attributes
  readonly start?: HrTime
  readonly end?: HrTime
}

/** What a histogram's value holds; the rest is made up. */
export interface FakeHistogram {
  readonly count?: number
  readonly sum?: number
  readonly min?: number
  readonly max?: number
  readonly buckets?: { readonly boundaries: number[]; readonly counts: number[] }
}

interface MetricShape {
  readonly unit?: string
  readonly cumulative?: boolean
}

const defaultStart: HrTime = [1000, 0]
const defaultEnd: HrTime = [1300, 0]

/** A counter's data. */
export function counter(
  name: string,
  points: readonly (number | FakePoint<number>)[],
  shape: MetricShape = {},
): SumMetricData {
  return {
    ...base(name, shape),
    dataPointType: DataPointType.SUM,
    isMonotonic: true,
    dataPoints: points.map(toPoint),
  }
}

/** An up-down counter's data, cumulative unless told otherwise. */
export function upDown(
  name: string,
  points: readonly (number | FakePoint<number>)[],
  shape: MetricShape = {},
): SumMetricData {
  return { ...counter(name, points, { cumulative: true, ...shape }), isMonotonic: false }
}

/** An observable gauge's data. */
export function gauge(
  name: string,
  points: readonly (number | FakePoint<number>)[],
  shape: MetricShape = {},
): GaugeMetricData {
  return {
    ...base(name, shape),
    dataPointType: DataPointType.GAUGE,
    dataPoints: points.map(toPoint),
  }
}

/** A histogram's data; a gauge's when its points have no `sum`. */
export function histogram(
  name: string,
  points: readonly (FakeHistogram | FakePoint<FakeHistogram>)[],
  shape: MetricShape = {},
): HistogramMetricData {
  const dataPoints = points.map((point) => {
    const { value, ...rest } = 'value' in point ? point : { value: point }
    const buckets = { boundaries: [], counts: [value.count ?? 0] }
    return toPoint({ ...rest, value: { count: Number.NaN, buckets, ...value } })
  })
  return { ...base(name, shape), dataPointType: DataPointType.HISTOGRAM, dataPoints }
}

/** An exponential histogram's data. */
export function exponential(
  name: string,
  points: readonly FakePoint<ExponentialHistogram>[],
  shape: MetricShape = {},
): ExponentialHistogramMetricData {
  return {
    ...base(name, shape),
    dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
    dataPoints: points.map(toPoint),
  }
}

/** A batch of one meter, `app` by default. */
export function batch(metrics: readonly MetricData[], scope = 'app'): ResourceMetrics {
  return batchOf({ [scope]: metrics })
}

/** A batch of several meters, by name. */
export function batchOf(scopes: Readonly<Record<string, readonly MetricData[]>>): ResourceMetrics {
  const scopeMetrics = Object.entries(scopes).map(([name, metrics]) => ({
    scope: { name },
    metrics: [...metrics],
  }))
  return { resource: { attributes: {} } as ResourceMetrics['resource'], scopeMetrics }
}

/** A book with the rules as a user writes them. */
export function createBook(
  rules: readonly (string | ChartRule)[] = [],
  options: Partial<ChartBookOptions> = {},
): ChartBook {
  const { prefix } = options
  return new ChartBook({ maxCharts: 10, ...options, rules: resolveChartRules(rules, { prefix }) })
}

/** Adds one batch as a whole collection. */
export function collect(book: ChartBook, metrics: ResourceMetrics, nowMillis = 300_000): Summary {
  book.add(metrics, nowMillis)
  return book.take()
}

/** Everything a single metric gives under a rule, or without one. */
export function collectOne(
  metric: MetricData,
  rules: readonly (string | ChartRule)[] = [],
): Summary {
  return collect(createBook(rules), batch([metric]))
}

function base(name: string, { unit = '', cumulative = false }: MetricShape) {
  return {
    descriptor: { name, unit, description: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: cumulative
      ? AggregationTemporality.CUMULATIVE
      : AggregationTemporality.DELTA,
  }
}

function toPoint<T>(point: T | FakePoint<T>) {
  const isFull = typeof point === 'object' && point !== null && 'value' in point
  const {
    value,
    attributes = {},
    start = defaultStart,
    end = defaultEnd,
  } = isFull ? point : { value: point }
  return { value, attributes, startTime: start, endTime: end }
}
