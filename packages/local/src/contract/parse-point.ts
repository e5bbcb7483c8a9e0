import type { Refusal } from './answer.ts'
import { isObject } from './is-object.ts'
import type { LocalLimits } from './limits.ts'
import { parseChartName } from './parse-chart-name.ts'
import { parseTags, type Tags } from './parse-tags.ts'
import { parseTimestamp } from './parse-timestamp.ts'

/** One point as a client sent it. */
export interface SentPoint {
  chart: string
  value: number
  /** The client's own time; `undefined` when the time of arrival counts. */
  timestampMillis: number | undefined
  tags: Tags | undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true })
const example = '{"chart":"users","value":42}'

/** Reads an ingest body. Fields the contract does not know are ignored. */
export function parsePoint(
  body: Uint8Array,
  limits: LocalLimits,
): { point: SentPoint } | { refusal: Refusal } {
  const fields = parseObject(body)
  if (!fields) return refuse(`Send one JSON object, such as ${example}.`)
  const chart = parseChartName(fields['chart'], limits.maxChartNameCharacters)
  if (chart === undefined) {
    const range = `1 to ${limits.maxChartNameCharacters} characters`
    return refuse(`Send \`chart\` as a string of ${range} without control characters.`)
  }
  const { value } = fields
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return refuse(`Send \`value\` as a finite JSON number, such as ${example}.`)
  }
  const { timestamp } = fields
  const timestampMillis = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined
  if (timestamp !== undefined && timestampMillis === undefined) {
    return refuse('Send `timestamp` as an ISO 8601 string like "2026-01-31T12:00:00Z", or not.')
  }
  const tags = fields['tags'] === undefined ? undefined : parseTags(fields['tags'])
  if (fields['tags'] !== undefined && !tags) {
    return refuse('Send `tags` as a flat object of strings, finite numbers and booleans, or not.')
  }
  // SQLite keeps no negative zero; adding 0 drops it before anyone can tell the two apart.
  return { point: { chart, value: value + 0, timestampMillis, tags } }
}

function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(body))
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function refuse(message: string): { refusal: Refusal } {
  return { refusal: { code: 'invalid_request', message } }
}
