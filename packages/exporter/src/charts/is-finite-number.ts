/**
 * Tells whether `value` is a number that can be charted. Says what `Number.isFinite` says, but on
 * the hot path V8 boxes every number it hands to that.
 */
export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && value - value === 0
}
