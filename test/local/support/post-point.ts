import type { LocalSpikelog } from '@spikelog-otel/local'

/** A status with its parsed JSON body, and the headers. */
export interface Posted {
  status: number
  body: unknown
  headers: Headers
}

/** Posts a body (an object becomes JSON) with the right key, unless the headers say otherwise. */
export async function postPoint(
  spikelog: LocalSpikelog,
  body: object | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Posted> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(spikelog.endpoint, {
    method: 'POST',
    headers: { 'x-api-key': spikelog.apiKey, ...headers },
    body: isRaw ? body : JSON.stringify(body),
  })
  const parsed: unknown = await response.json()
  return { status: response.status, body: parsed, headers: response.headers }
}
