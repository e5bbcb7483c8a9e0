import { AggregationTemporality, InstrumentType } from '@opentelemetry/sdk-metrics'

/**
 * Says in which temporality an instrument is wanted: running totals of up-down counters, of
 * everything else what is new.
 */
export function selectTemporality(instrumentType: InstrumentType): AggregationTemporality {
  switch (instrumentType) {
    case InstrumentType.UP_DOWN_COUNTER:
    case InstrumentType.OBSERVABLE_UP_DOWN_COUNTER:
      return AggregationTemporality.CUMULATIVE
    case InstrumentType.COUNTER:
    case InstrumentType.OBSERVABLE_COUNTER:
    case InstrumentType.HISTOGRAM:
    case InstrumentType.GAUGE:
    // Cumulative would repeat attribute sets that are observed no more.
    case InstrumentType.OBSERVABLE_GAUGE:
      return AggregationTemporality.DELTA
    default:
      return AggregationTemporality.DELTA
  }
}
