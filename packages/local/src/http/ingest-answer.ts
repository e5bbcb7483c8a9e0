import { hash } from 'node:crypto'
import { toRefusalAnswer, type Answer, type Refusal } from '../contract/answer.ts'
import type { LocalLimits } from '../contract/limits.ts'
import { parsePoint } from '../contract/parse-point.ts'
import { toLocalPoint } from '../store/local-chart.ts'
import type { AppParts } from './app-environment.ts'
import type { RequestBody } from './create-body-reader.ts'

/** What the contract looks at in an ingest request. */
export interface IngestRequest {
  apiKey: string | undefined
  idempotencyKey: string | undefined
  body: Exclude<RequestBody, { type: 'broken-off' }>
}

/** Does what the contract says with an ingest request, and gives the contract's answer. */
export async function toIngestAnswer(request: IngestRequest, parts: AppParts): Promise<Answer> {
  const { store, limits, statuses, now, onStored, refusals } = parts
  const refuse = ({ code, message }: Refusal, chart?: string): Answer => {
    refusals.add(code, chart, now())
    return toRefusalAnswer({ code, message }, statuses)
  }

  const keyRefusal = parts.checkKey(request.apiKey)
  if (keyRefusal) return refuse(keyRefusal)
  if (request.body.type === 'too-large') {
    const message = `Send at most ${limits.maxBodyBytes} bytes: one point a request.`
    return refuse({ code: 'payload_too_large', message })
  }
  // An empty header is as good as none.
  const key = request.idempotencyKey || undefined
  if (key !== undefined && key.length > limits.maxIdempotencyKeyCharacters) {
    const most = limits.maxIdempotencyKeyCharacters
    const message = `Send an Idempotency-Key of at most ${most} characters.`
    return refuse({ code: 'invalid_request', message })
  }
  const { bytes } = request.body
  const parsed = parsePoint(bytes, limits)
  if ('refusal' in parsed) return refuse(parsed.refusal)

  const { point } = parsed
  const bodyHash = hash('sha256', bytes, 'buffer')
  const outcome = await store.ingest({ point, key, bodyHash, nowMillis: now() })
  switch (outcome.type) {
    case 'stored':
      onStored(point.chart, toLocalPoint(outcome.stored))
      return outcome.answer
    case 'replayed':
      return outcome.answer
    case 'key-reused':
      return refuse(keyReused, point.chart)
    case 'chart-limit':
      return refuse(toChartLimit(limits), point.chart)
  }
}

const keyReused: Refusal = {
  code: 'idempotency_key_reused',
  message:
    'This Idempotency-Key came with another body before: send a new key with each new point.',
}

function toChartLimit({ maxCharts }: LocalLimits): Refusal {
  const message = `All ${maxCharts} charts are in use: send to one of them, or delete one first.`
  return { code: 'chart_limit_reached', message }
}
