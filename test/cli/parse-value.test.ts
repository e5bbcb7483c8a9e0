import { describe, expect, it } from 'vitest'
import { parseValue } from '../../packages/cli/src/parse-value.ts'

describe('a value', () => {
  it.each([
    ['42', 42],
    ['-5', -5],
    ['+5', 5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e6', 1e6],
    ['-1.5E-3', -0.0015],
    ['      42\n', 42],
  ])('%j is %d', (text, value) => {
    expect(parseValue(text)).toBe(value)
  })

  it.each(['', ' ', 'x', '1,5', '0x10', '1e999', 'NaN', 'Infinity', '--5', '1 2', '5s', '1_000'])(
    '%j is none',
    (text) => {
      expect(() => parseValue(text)).toThrow(
        `Expected VALUE to be a number such as 42, -1.5 or 1e6, got \`${text}\`.`,
      )
    },
  )
})
