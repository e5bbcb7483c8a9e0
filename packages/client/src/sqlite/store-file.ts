import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { explainStoreError, isDamage } from './explain-store-error.ts'
import { FileStore } from './file-store.ts'
import { openFile } from './open-file.ts'
import { isBusy } from './retry-busy.ts'
import type { ResolvedSqliteOptions } from './sqlite-options.ts'

/** How long a file that cannot be used is left alone: what waits for it blocks the app's thread. */
const retryMillis = 10_000

/** What becomes of a file. */
export interface FileEvents {
  /** It can be used, by what is done next: the time to tell it what it missed. */
  readonly onUse: (file: FileStore) => void
  /** It was deleted, or another was put in its place. It is still open. */
  readonly onGone: (file: FileStore) => void
  /** What is in it is lost. */
  readonly onDamage: () => void
}

/** Opens the file at its first use, and again after it could not be used, of which it tells. */
export class StoreFile {
  readonly #options: ResolvedSqliteOptions
  readonly #events: FileEvents
  readonly #owner: string = randomUUID()
  #file: FileStore | undefined
  #retryAtMillis = -Infinity
  #hasFailed = false
  #isInUse = false
  /** What was said last of the file; nothing while it can be used. */
  #said: string | undefined

  constructor(options: ResolvedSqliteOptions, events: FileEvents) {
    this.#options = options
    this.#events = events
  }

  /** Does what asks for the file, unless that cannot be used: `undefined` then. */
  use<Result>(work: (file: FileStore) => Result): Result | undefined {
    // What is done with it asks for more: within its transaction, where no other may begin.
    if (this.#isInUse && this.#file !== undefined) return work(this.#file)
    const { clock, logger, path } = this.#options
    if (clock.now() < this.#retryAtMillis) return undefined
    this.#isInUse = true
    try {
      const file = this.#open()
      this.#events.onUse(file)
      const result = work(file)
      if (this.#said !== undefined) logger.info(`The store ${path} can be used again.`)
      this.#said = undefined
      this.#hasFailed = false
      return result
    } catch (error) {
      this.#retryAtMillis = clock.now() + retryMillis
      this.close()
      if (isDamage(error)) this.#events.onDamage()
      const isFirst = !this.#hasFailed
      this.#hasFailed = true
      // On a busy machine a lock may last; nobody needs to know of one that is gone by the next time.
      if (isFirst && isBusy(error)) return undefined
      const message = explainStoreError(error, path)
      if (message !== this.#said) logger.warn(message)
      this.#said = message
      return undefined
    } finally {
      this.#isInUse = false
    }
  }

  /** Has the file tried at its next use, whatever happened at the last. */
  retry(): void {
    this.#retryAtMillis = -Infinity
  }

  close(): void {
    const file = this.#file
    this.#file = undefined
    try {
      file?.connection.close()
    } catch {
      // What was committed is in the file.
    }
  }

  #open(): FileStore {
    if (this.#file?.connection.isGone === true) {
      this.#events.onGone(this.#file)
      this.close()
    }
    if (this.#file === undefined) {
      const { account, bucketMillis, leaseMillis, busyMillis } = this.#options
      const connection = openFile(this.#path, { account, busyMillis })
      this.#file = new FileStore(connection, { bucketMillis, leaseMillis, owner: this.#owner })
    }
    return this.#file
  }

  get #path(): string {
    const { path, account } = this.#options
    if (account === undefined) return path
    const isFolder =
      /[\\/]$/u.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    return isFolder ? join(path, `${account}.sqlite`) : path
  }
}
