/** Whole numbers as they are, others with three digits that tell something. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value)
  if (Math.abs(value) >= 100) return value.toFixed(1)
  return String(Number(value.toPrecision(3)))
}
