import { DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import { isDelta } from './point-kind.ts'
import type { ReadContext } from './point-reader.ts'
import { readCumulativeHistogram } from './read-cumulative-histogram.ts'
import { readCumulativeSum } from './read-cumulative-sum.ts'
import { readGauge } from './read-gauge.ts'
import { readHistogram } from './read-histogram.ts'
import { readSum } from './read-sum.ts'
import type { Tally } from './tally.ts'

/** Adds a metric's data points to the tally of their kind. */
export function readPoints(tally: Tally, metric: MetricData, context: ReadContext): void {
  switch (metric.dataPointType) {
    case DataPointType.SUM:
      if (metric.isMonotonic && !isDelta(metric)) {
        readCumulativeSum(tally, metric.dataPoints, context)
      } else {
        const sum = readSum(tally, metric.dataPoints, context.accepts)
        if (!metric.isMonotonic && isDelta(metric)) tally.lasting += sum
      }
      return
    case DataPointType.GAUGE:
      readGauge(tally, metric.dataPoints, context.accepts)
      return
    case DataPointType.HISTOGRAM:
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      if (isDelta(metric)) readHistogram(tally, metric.dataPoints, context.accepts)
      else readCumulativeHistogram(tally, metric.dataPoints, context)
  }
}
