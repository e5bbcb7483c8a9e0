import { toOneLine } from '../to-one-line.ts'
import type { Attempt } from './transport.ts'

const excerptLength = 200

/** Says in words how an attempt ended. The API key is masked wherever the service echoes it. */
export function explainAttempt(attempt: Attempt, apiKey: string): string {
  const text = attempt.kind === 'failure' ? attempt.reason : attempt.body
  const excerpt = toOneLine(mask(text, apiKey)).trim().slice(0, excerptLength)
  if (attempt.kind === 'failure') return excerpt
  return excerpt === '' ? `status ${attempt.status}` : `status ${attempt.status}: ${excerpt}`
}

function mask(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, 'sk_***')
}
