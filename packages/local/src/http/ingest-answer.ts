import { createHash } from 'node:crypto'
import { toRefusalAnswer, type Answer } from '../contract/answer.ts'
import { parsePoint } from '../contract/parse-point.ts'
import type { RefusalCode } from '../contract/refusal-statuses.ts'
import type { AppParts } from './app-environment.ts'
import type { RequestBody } from './create-body-reader.ts'

/** What the contract looks at in an ingest request. */
export interface IngestRequest {
  apiKey: string | undefined
  idempotencyKey: string | undefined
  body: Exclude<RequestBody, { type: 'broken-off' }>
}

/** Does what the contract says with an ingest request, and gives the contract's answer. */
export function toIngestAnswer(request: IngestRequest, parts: AppParts): Answer {
  const { store, limits, statuses, now, onStored } = parts
  const refuse = (code: RefusalCode, message: string): Answer =>
    toRefusalAnswer({ code, message }, statuses)

  const keyRefusal = parts.checkKey(request.apiKey)
  if (keyRefusal) return toRefusalAnswer(keyRefusal, statuses)
  if (request.body.type === 'too-large') {
    const message = `Send at most ${limits.maxBodyBytes} bytes: one point a request.`
    return refuse('payload_too_large', message)
  }
  // An empty header is as good as none.
  const key = request.idempotencyKey || undefined
  if (key !== undefined && key.length > limits.maxIdempotencyKeyCharacters) {
    const most = limits.maxIdempotencyKeyCharacters
    return refuse('invalid_request', `Send an Idempotency-Key of at most ${most} characters.`)
  }
  const { bytes } = request.body
  const parsed = parsePoint(bytes, limits)
  if ('refusal' in parsed) return toRefusalAnswer(parsed.refusal, statuses)

  const bodyHash = createHash('sha256').update(bytes).digest('hex')
  const outcome = store.ingest({ point: parsed.point, key, bodyHash, nowMillis: now() })
  switch (outcome.type) {
    case 'stored':
      onStored(parsed.point.chart, outcome.stored)
      return outcome.answer
    case 'replayed':
      return outcome.answer
    case 'key-reused':
      return refuse(
        'idempotency_key_reused',
        'This Idempotency-Key came with another body before: send a new key with each new point.',
      )
    case 'chart-limit':
      return refuse(
        'chart_limit_reached',
        `All ${limits.maxCharts} charts are in use: send to one of them, or delete one first.`,
      )
  }
}
