/** An aggregation that gives a quantile: `p95` is the value that 95 % of the measurements don't exceed. */
export type QuantileAggregation = 'p50' | 'p75' | 'p90' | 'p95' | 'p99'

/** How an aggregate becomes the value of one point. `rate` is the sum per second. */
export type Aggregation =
  | 'sum'
  | 'avg'
  | 'max'
  | 'min'
  | 'last'
  | 'count'
  | 'rate'
  | QuantileAggregation

/** Every {@link QuantileAggregation}. */
export const quantileAggregations: readonly QuantileAggregation[] = [
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
]

/** Every {@link Aggregation}, in the order in which messages list them. */
export const aggregations: readonly Aggregation[] = [
  'sum',
  'avg',
  'max',
  'min',
  'last',
  'count',
  'rate',
  ...quantileAggregations,
]

/** Tells whether `value` names an {@link Aggregation}. */
export function isAggregation(value: unknown): value is Aggregation {
  return (aggregations as readonly unknown[]).includes(value)
}

/** Tells whether an aggregation gives a quantile, for which an aggregate needs a sketch. */
export function isQuantile(
  aggregation: Aggregation | undefined,
): aggregation is QuantileAggregation {
  return (quantileAggregations as readonly unknown[]).includes(aggregation)
}
