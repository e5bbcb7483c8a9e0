/** How an aggregate becomes the value of one point. `rate` is the sum per second. */
export type Aggregation = 'sum' | 'avg' | 'max' | 'min' | 'last' | 'count' | 'rate'

/** Every {@link Aggregation}, in the order in which messages list them. */
export const aggregations: readonly Aggregation[] = [
  'sum',
  'avg',
  'max',
  'min',
  'last',
  'count',
  'rate',
]

/** Tells whether `value` names an {@link Aggregation}. */
export function isAggregation(value: unknown): value is Aggregation {
  return (aggregations as readonly unknown[]).includes(value)
}
