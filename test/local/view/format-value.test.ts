import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatValue } from '../../../packages/local/src/view/format-value.ts'

describe('formatValue', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [42, '42'],
    [-1234, '-1,234'],
    [1_234_567, '1,234,567'],
    [999_999_999_999_999, '999,999,999,999,999'],
    [1e15, '1E15'],
    [-1.5e300, '-1.5E300'],
    [5e-324, '4.941E-324'],
    [1.5e-9, '1.5E-9'],
    [1e-6, '0.000001'],
    [0.012_345_6, '0.01235'],
    [1.5, '1.5'],
    [1234.56, '1,235'],
    [99_999.96, '100,000'],
    [123_456.7, '123,457'],
    [0.1 + 0.2, '0.3'],
  ])('says %d as %s', (value, text) => {
    expect(formatValue(value)).toBe(text)
  })

  it('agrees with the language’s own formatter, but for the last digit of ties', () => {
    const values = fc.double({
      min: -1e15,
      max: 1e15,
      noNaN: true,
      maxExcluded: true,
      minExcluded: true,
    })
    const four = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })
    fc.assert(
      fc.property(values, (value) => {
        fc.pre(Math.abs(value) >= 1e-6 && Math.abs(value) < 1e5 && !Number.isInteger(value))
        const [ours, theirs] = [formatValue(value), four.format(value)]
        const difference = Math.abs(Number(ours.replace(',', '')) - Number(theirs.replace(',', '')))
        expect(difference).toBeLessThanOrEqual(Math.abs(value) * 1.001e-3)
        expect(/^-?\d{1,3}(,\d{3})?(\.\d+)?$/.test(ours)).toBe(true)
      }),
    )
  })
})
