import type { FileNames } from './file-names.ts'
import type { KeptRow } from './kept-row.ts'
import { Ledger } from './ledger.ts'
import type { Rest } from './ledger.ts'
import { lockFile } from './lock-file.ts'
import type { PostEnd } from './journal.ts'
import type { PlannedPost } from './plan-posts.ts'
import { TakenFile } from './taken-file.ts'
import { WorkFile } from './work-file.ts'

/** An app that opened the file before it was taken has written its row by then. */
const lastRowMillis = 250
/** Apps that write all the time: then what is left waits beside their file. */
const mostTries = 10

/** What is left after a replay, and where. */
export interface SessionEnd extends Omit<Rest, 'text'> {
  readonly file: string
}

/**
 * Has a fallback file in hand, so that no row is lost and none posted twice if the process is killed
 * at any moment: every row is in the file, in the one that was taken, or in the work file, which also
 * says what became of it. What a killed run left is found again.
 */
export class ReplaySession {
  readonly #names: FileNames
  readonly #unlock: () => void
  readonly #work: WorkFile
  readonly #ledger = new Ledger()
  #isClosed = false
  #taken: { file: TakenFile; atMillis: number } | undefined

  private constructor(names: FileNames, unlock: () => void) {
    this.#names = names
    this.#unlock = unlock
    this.#work = new WorkFile(names)
  }

  /** `undefined` while another process replays the file. */
  static begin(names: FileNames): ReplaySession | undefined {
    const unlock = lockFile(names.lock)
    if (unlock === undefined) return undefined
    try {
      const session = new ReplaySession(names, unlock)
      session.#load()
      return session
    } catch (error) {
      unlock()
      throw error
    }
  }

  /** The rows that are not posted. */
  rows(): readonly KeptRow[] {
    return this.#ledger.rows()
  }

  /** Call it before the point is posted. */
  begins(post: PlannedPost): void {
    this.#work.append(this.#ledger.begin(post))
  }

  ended(post: PlannedPost, end: PostEnd): void {
    this.#work.append(this.#ledger.end(post.key, end))
  }

  /** Puts back what is left. */
  async end(sleep: (millis: number) => Promise<unknown>): Promise<SessionEnd> {
    try {
      for (let tries = 0; tries < mostTries; tries += 1) {
        await this.#endTaken(sleep)
        const rest = this.#ledger.rest()
        const isEmpty = rest.rows + rest.unreadable.length === 0
        if (isEmpty) this.#work.remove()
        if (isEmpty || this.#work.putBack(rest.text)) return { ...rest, file: this.#names.file }
        this.#take()
      }
      await this.#endTaken(sleep)
      return { ...this.#ledger.rest(), file: this.#names.work }
    } finally {
      this.close()
    }
  }

  /** Leaves all as it is, for the next replay. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#work.close()
    this.#unlock()
  }

  #load(): void {
    this.#ledger.load(this.#work.read())
    const left = TakenFile.left(this.#names)
    if (left !== undefined) {
      do this.#work.append(this.#ledger.add(left.read(), true))
      while (!left.remove())
    }
    this.#take()
  }

  #take(): void {
    const file = TakenFile.take(this.#names)
    if (file === undefined) return
    this.#taken = { file, atMillis: performance.now() }
    this.#work.append(this.#ledger.add(file.read(), false))
  }

  async #endTaken(sleep: (millis: number) => Promise<unknown>): Promise<void> {
    if (this.#taken === undefined) return
    const { file, atMillis } = this.#taken
    this.#taken = undefined
    await sleep(Math.max(lastRowMillis - (performance.now() - atMillis), 0))
    do this.#work.append(this.#ledger.add(file.read(), true))
    while (!file.remove())
  }
}
