import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Answer } from '../contract/answer.ts'

/** What is remembered of a request that was accepted. */
export interface KeptKey {
  key: string
  /** SHA-256 of the request body, in hex. */
  bodyHash: string
  answer: Answer
}

/** Idempotency keys with their first answers. They outlive the points and charts they came with. */
export class KeyStore {
  readonly #find: StatementSync
  readonly #keep: StatementSync
  readonly #forget: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT body_hash, answer FROM kept_keys WHERE key = ?')
    this.#keep = database.prepare(
      'INSERT INTO kept_keys (key, body_hash, answer, kept_at_millis) VALUES (?, ?, ?, ?)',
    )
    this.#forget = database.prepare('DELETE FROM kept_keys WHERE kept_at_millis <= ?')
  }

  /** What is remembered under this key. */
  find(key: string): KeptKey | undefined {
    const row = this.#find.get(key)
    if (!row) return undefined
    const answer: Answer = JSON.parse(String(row['answer']))
    return { key, bodyHash: String(row['body_hash']), answer }
  }

  /** Remembers a key from now on. */
  keep({ key, bodyHash, answer }: KeptKey, nowMillis: number): void {
    this.#keep.run(key, bodyHash, JSON.stringify(answer), nowMillis)
  }

  /** Forgets all keys kept at or before that time. */
  forgetUntil(millis: number): void {
    this.#forget.run(millis)
  }
}
