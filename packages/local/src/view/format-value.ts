const significantDigits = 4

/**
 * A value as people read it: whole numbers in full up to a thousand million million, others with
 * four significant digits, such as `1,234,567`, `0.01235`, `1.5E-9`. Written by hand, because the
 * first number that `Intl` formats costs a page some 25 ms.
 */
export function formatValue(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size < 1e-6 && size > 0)) {
    const [digits, exponent] = value.toExponential(significantDigits - 1).split('e')
    return `${Number(digits)}E${Number(exponent)}`
  }
  const isWhole = Number.isInteger(value) || size >= 10 ** significantDigits
  const [whole = '', fraction] = (
    isWhole ? value.toFixed(0) : String(Number(value.toPrecision(significantDigits)))
  ).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
