const longest = 100

/** Writes a value as messages show it: `` `-1` (number) ``, shortened to 100 characters. */
export function describeValue(value: unknown): string {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return `\`${shorten(toText(value))}\` (${type})`
}

/** Cuts a text that is not ours to a length a log line bears. */
export function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

function toText(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value)
    } catch {
      return 'object'
    }
  }
  return String(value)
}
