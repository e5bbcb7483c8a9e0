import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { explainStoreError, isDamage } from './explain-store-error.ts'
import { FileStore } from './file-store.ts'
import { isFolder } from './make-folder.ts'
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
  /** Whether it was locked when it was last used, or something else was wrong; nothing if all was well. */
  #isLocked: boolean | undefined
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
    const { clock, logger, path, busyMillis } = this.#options
    const isEarly = clock.now() < this.#retryAtMillis
    if (isEarly && this.#isLocked !== true) return undefined
    this.#isInUse = true
    try {
      // Who waited in vain for a lock goes on when it is gone, but does not wait at each use.
      const file = this.#open(isEarly ? 0 : busyMillis)
      this.#events.onUse(file)
      const result = work(file)
      if (this.#said !== undefined) logger.info(`The store ${path} can be used again.`)
      this.#said = this.#isLocked = undefined
      this.retry()
      return result
    } catch (error) {
      const isLocked = isBusy(error)
      if (isLocked && isEarly) return undefined
      this.#retryAtMillis = clock.now() + retryMillis
      if (!isLocked) this.close()
      if (isDamage(error)) this.#events.onDamage()
      const isFirst = this.#isLocked === undefined
      this.#isLocked = isLocked
      // On a busy machine a lock may last; nobody needs to know of one that is gone by the next time.
      if (isFirst && isLocked) return undefined
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

  #open(busyMillis: number): FileStore {
    if (this.#file?.connection.isGone === true) {
      this.#events.onGone(this.#file)
      this.close()
    }
    if (this.#file === undefined) {
      const connection = openFile(this.#path, { ...this.#options, busyMillis })
      this.#file = new FileStore(connection, { ...this.#options, owner: this.#owner })
    }
    this.#file.connection.busyMillis = busyMillis
    return this.#file
  }

  get #path(): string {
    const { path, account } = this.#options
    if (account === undefined) return path
    return /[\\/]$/u.test(path) || isFolder(path) ? join(path, `${account}.sqlite`) : path
  }
}
