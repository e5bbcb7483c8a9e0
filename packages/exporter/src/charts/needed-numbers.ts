import { isQuantile } from '@spikelog-otel/client'
import type { Aggregation } from '@spikelog-otel/client'

/** Which numbers of a histogram a chart cannot do without. */
export interface NeededNumbers {
  readonly count: boolean
  readonly sum: boolean
  readonly min: boolean
  readonly max: boolean
  /** What a quantile is made of. */
  readonly buckets: boolean
}

/** Tells what an aggregation is made of; whatever else is not finite does no harm then. */
export function neededNumbers(aggregation: Aggregation): NeededNumbers {
  return {
    count: aggregation === 'avg' || aggregation === 'count',
    sum: aggregation === 'avg' || aggregation === 'sum' || aggregation === 'rate',
    min: aggregation === 'min',
    max: aggregation === 'max',
    buckets: isQuantile(aggregation),
  }
}
