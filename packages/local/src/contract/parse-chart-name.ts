/**
 * Reads a chart name: free text, trimmed. Gives `undefined` when nothing is left, when it is too
 * long, or when it holds control characters or half a surrogate pair (which no store keeps as it is,
 * so that two such names would become one chart).
 *
 * @param maxCharacters - counted in code points, so that one emoji is one character
 */
export function parseChartName(value: unknown, maxCharacters: number): string | undefined {
  if (typeof value !== 'string') return undefined
  const name = value.trim()
  const isValid =
    name !== '' &&
    Array.from(name).length <= maxCharacters &&
    !/\p{Cc}/u.test(name) &&
    name.isWellFormed()
  return isValid ? name : undefined
}
