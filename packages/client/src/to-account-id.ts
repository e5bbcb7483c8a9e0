import { createHash } from 'node:crypto'

/** Names an account, for files: who reads it learns nothing of the key. */
export function toAccountId(endpoint: string, apiKey: string): string {
  return createHash('sha256')
    .update(JSON.stringify([endpoint, apiKey]))
    .digest('hex')
    .slice(0, 16)
}
