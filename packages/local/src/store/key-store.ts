import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Answer } from '../contract/answer.ts'

/** What is remembered of a request that was accepted. */
export interface KeptKey {
  key: string
  /** SHA-256 of the request body. */
  bodyHash: Uint8Array
  answer: Answer
}

/** Idempotency keys with their first answers. They outlive the points and charts they came with. */
export class KeyStore {
  readonly #find: StatementSync
  readonly #keep: StatementSync
  readonly #forget: StatementSync
  readonly #clear: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT body_hash, answer FROM kept_keys WHERE key = ? AND kept_at_millis > ?',
    )
    this.#keep = database.prepare(
      'INSERT OR REPLACE INTO kept_keys (key, body_hash, answer, kept_at_millis) VALUES (?, ?, ?, ?)',
    )
    this.#forget = database.prepare('DELETE FROM kept_keys WHERE kept_at_millis <= ?')
    this.#clear = database.prepare('DELETE FROM kept_keys')
  }

  /** What is remembered under this key, if it was kept after that time. */
  find(key: string, afterMillis: number): KeptKey | undefined {
    const row = this.#find.get(key, afterMillis)
    if (!row) return undefined
    const bodyHash = row['body_hash']
    if (!(bodyHash instanceof Uint8Array)) throw new TypeError('The file holds a damaged key')
    const answer: Answer = JSON.parse(String(row['answer']))
    return { key, bodyHash, answer }
  }

  /** Remembers a key from now on. */
  keep({ key, bodyHash, answer }: KeptKey, nowMillis: number): void {
    this.#keep.run(key, bodyHash, JSON.stringify(answer), nowMillis)
  }

  /** Forgets all keys kept at or before that time. */
  forgetUntil(millis: number): void {
    this.#forget.run(millis)
  }

  /** Forgets all. */
  clear(): void {
    this.#clear.run()
  }
}
