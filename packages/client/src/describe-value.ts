const longest = 100

/** Shows a value in a message: `` `abc` (string) ``. Never throws, whatever the value is. */
export function describeValue(value: unknown): string {
  return `\`${show(value)}\` (${typeOf(value)})`
}

/** `typeof`, but `null` and `array` by their names. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function show(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, longest)
  if (typeof value === 'function') return value.name
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value).slice(0, longest)
  } catch {
    return 'object'
  }
}
