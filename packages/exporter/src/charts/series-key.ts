import type { Attributes } from '@opentelemetry/api'

/** Makes one text of a data point's attributes, whatever order they come in. */
export function toSeriesKey(attributes: Attributes | undefined): string {
  if (attributes === undefined) return ''
  const keys = Object.keys(attributes)
  if (keys.length === 0) return ''
  return JSON.stringify(keys.sort().map((key) => [key, attributes[key]]))
}
