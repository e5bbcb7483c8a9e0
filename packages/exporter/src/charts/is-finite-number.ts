/** Tells whether `value` is a number that can be charted. */
export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value)
}
