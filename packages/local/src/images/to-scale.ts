/**
 * Gives the function that says how far a number is on the way from `low` (0) to `high` (1); in the
 * middle where both are the same. Any finite numbers will do.
 */
export function toScale(low: number, high: number): (value: number) => number {
  if (low === high) return () => 0.5
  // Twice the largest number is none any more; half of the smallest is zero: so halve only then.
  const unit = Number.isFinite(high - low) ? 1 : 2
  const length = high / unit - low / unit
  return (value) => (value / unit - low / unit) / length
}
