import { toOneLine } from './to-one-line.ts'

const longest = 100
/** `user:password@` of a URL. */
const userInfo = /\/\/[^/@\s]*@/gu

/**
 * Shows a value in a message, on one line and without a URL's password: `` `abc` (string) ``. Never
 * throws, whatever the value is.
 */
export function describeValue(value: unknown): string {
  const text = toOneLine(show(value)).replaceAll(userInfo, '//***@')
  const isLong = text.length > longest
  const shown = isLong ? `${text.slice(0, longest)}…` : text
  const length = isLong && typeof value === 'string' ? ` of ${value.length} characters` : ''
  return `\`${shown}\` (${typeOf(value)}${length})`
}

/** `typeof`, but `null` and `array` by their names. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function show(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'function') return value.name
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value, showNumber).slice(0, 10 * longest)
  } catch {
    return 'object'
  }
}

/** JSON has no NaN and no Infinity and writes `null` for them. */
function showNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
