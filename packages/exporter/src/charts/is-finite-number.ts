/**
 * Tells whether `value` is a number that can be charted: `Number.isFinite` for what may be none.
 * Where every data point passes, use that itself: V8 copies numbers it hands to a function like this.
 */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && value - value === 0
}
