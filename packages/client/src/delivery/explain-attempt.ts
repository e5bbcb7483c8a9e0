import type { Attempt } from './transport.ts'

const excerptLength = 200

/** Says in words how an attempt ended. The API key is masked wherever the service echoes it. */
export function explainAttempt(attempt: Attempt, apiKey: string): string {
  if (attempt.kind === 'failure') return mask(attempt.reason, apiKey)
  const excerpt = mask(attempt.body, apiKey).replaceAll(/\s+/gu, ' ').trim().slice(0, excerptLength)
  return excerpt === '' ? `status ${attempt.status}` : `status ${attempt.status}: ${excerpt}`
}

function mask(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, 'sk_***')
}
