import { hash, timingSafeEqual } from 'node:crypto'
import type { Refusal } from '../contract/answer.ts'

/**
 * Makes the check of a sent API key, which says why it is not good. It takes the same time whatever
 * was sent: both sides are hashed, so that neither content nor length shows.
 */
export function createKeyCheck(apiKey: string): (sent: string | undefined) => Refusal | undefined {
  const expected = toHash(apiKey)
  return (sent) => {
    if (timingSafeEqual(toHash(sent ?? ''), expected)) return undefined
    const message = sent
      ? 'The key in the header X-API-Key is not known here: send the one this local Spikelog was started with.'
      : 'Send your API key in the header X-API-Key: the one this local Spikelog was started with.'
    return { code: 'invalid_api_key', message }
  }
}

function toHash(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
