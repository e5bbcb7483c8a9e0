/** The file may hold anything: what is no JSON is `undefined`. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The fields of an object: what is none has none. */
export function parseFields(text: unknown): Partial<Record<string, unknown>> {
  const fields: Partial<Record<string, unknown>> = Object(parseJson(text))
  return fields
}
