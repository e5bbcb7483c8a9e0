import { AggregationType, InstrumentType, type AggregationOption } from '@opentelemetry/sdk-metrics'
import type { ChartRule } from './chart-rule.ts'

/** What the rules ask of all gauges. */
export interface GaugeReading {
  /** Whether gauges are read as their last value, which gives up peaks between collections. */
  readonly lastOfGauges: boolean
}

/** Says how the SDK should aggregate an instrument no view speaks for. */
export function selectAggregationOption(
  instrumentType: InstrumentType,
  { lastOfGauges }: GaugeReading,
): AggregationOption {
  switch (instrumentType) {
    case InstrumentType.HISTOGRAM:
      return histogramWithoutBoundaries()
    case InstrumentType.GAUGE:
      // Its minimum, maximum and count: a plain gauge would tell the last value only.
      return lastOfGauges ? { type: AggregationType.LAST_VALUE } : histogramWithoutBoundaries()
    case InstrumentType.OBSERVABLE_GAUGE:
      return { type: AggregationType.LAST_VALUE }
    case InstrumentType.COUNTER:
    case InstrumentType.OBSERVABLE_COUNTER:
    case InstrumentType.UP_DOWN_COUNTER:
    case InstrumentType.OBSERVABLE_UP_DOWN_COUNTER:
      return { type: AggregationType.SUM }
    default:
      return { type: AggregationType.DEFAULT }
  }
}

/** Tells whether a rule asks `last`, which a gauge can only give for all of them. */
export function asksLastOfGauges(rules: readonly ChartRule[]): boolean {
  return rules.some(({ aggregation }) => aggregation === 'last')
}

// No boundaries: one bucket, which keeps sum, count, minimum and maximum and costs nothing else.
function histogramWithoutBoundaries(): AggregationOption {
  return {
    type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
    options: { boundaries: [], recordMinMax: true },
  }
}
