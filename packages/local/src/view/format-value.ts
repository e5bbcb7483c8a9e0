const significantDigits = 5

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const broken = new Intl.NumberFormat('en-US', { maximumSignificantDigits: significantDigits })
const extreme = new Intl.NumberFormat('en-US', {
  notation: 'scientific',
  maximumSignificantDigits: significantDigits,
})

/**
 * A value as people read it: whole numbers in full up to a thousand million million, others with
 * five significant digits, such as `1,234,567`, `0.012346`, `1.5E-9`.
 */
export function formatValue(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size < 1e-6 && size > 0)) return extreme.format(value)
  return (Number.isInteger(value) || size >= 10 ** significantDigits ? whole : broken).format(value)
}
