import { UsageError } from './usage-error.ts'

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu

/**
 * Reads a value from the command line.
 *
 * @throws UsageError when it is no finite decimal number
 */
export function parseValue(text: string): number {
  // What command substitution gives has blanks around it: `wc -l` of macOS.
  const trimmed = text.trim()
  const value = decimal.test(trimmed) ? Number(trimmed) : Number.NaN
  if (Number.isFinite(value)) return value
  throw new UsageError(`Expected VALUE to be a number such as 42, -1.5 or 1e6, got \`${text}\`.`)
}
