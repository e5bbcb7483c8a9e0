import { AggregationType, InstrumentType, type AggregationOption } from '@opentelemetry/sdk-metrics'
import { isQuantile } from '@spikelog-otel/client'
import { maxSketchBuckets } from '@spikelog-otel/client/internals'
import type { ChartRule } from './chart-rule.ts'

/** What the rules ask of all instruments of a kind: the SDK asks by kind, not by name. */
export interface InstrumentReading {
  /** Whether gauges are read as their last value, which gives up peaks between collections. */
  readonly lastOfGauges: boolean
  /** Whether histograms keep the buckets that quantiles are made of. */
  readonly quantiles: boolean
}

/** Tells how instruments are read to give all rules what they ask. */
export function toInstrumentReading(rules: readonly ChartRule[]): InstrumentReading {
  return {
    lastOfGauges: asksLastOfGauges(rules),
    quantiles: rules.some(({ aggregation }) => isQuantile(aggregation)),
  }
}

/** Says how the SDK should aggregate an instrument no view speaks for. */
export function selectAggregationOption(
  instrumentType: InstrumentType,
  { lastOfGauges, quantiles }: InstrumentReading,
): AggregationOption {
  switch (instrumentType) {
    case InstrumentType.HISTOGRAM:
      return quantiles ? exponentialHistogram() : histogramWithoutBoundaries()
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

// As many buckets as the client's sketch keeps: its promise holds for what the SDK gives it.
function exponentialHistogram(): AggregationOption {
  return {
    type: AggregationType.EXPONENTIAL_HISTOGRAM,
    options: { maxSize: maxSketchBuckets, recordMinMax: true },
  }
}
