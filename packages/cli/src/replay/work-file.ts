import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import type { FileNames } from './file-names.ts'

/**
 * The file that holds what a replay has in hand. A text that is appended is whole or, if the process
 * is killed meanwhile, cut off by the next one.
 */
export class WorkFile {
  readonly #names: FileNames
  /** Whose file it is, and who may read it. */
  readonly #like: Stats | undefined
  #handle: number | undefined

  constructor(names: FileNames) {
    this.#names = names
    this.#like = [names.file, names.taken].map(statOf).find((stats) => stats !== undefined)
    // A run that was killed had put it back already.
    const [file, work] = [statOf(names.file), statOf(names.work)]
    if (file !== undefined && file.ino === work?.ino && file.dev === work.dev) rmSync(names.work)
  }

  /** What an earlier run left, without a text that was cut off. */
  read(): string {
    if (!existsSync(this.#names.work)) return ''
    const text = readFileSync(this.#names.work, 'utf8')
    return text.slice(0, text.lastIndexOf('\n') + 1)
  }

  append(text: string): void {
    if (text === '') return
    this.#handle ??= this.#open()
    try {
      writeFileSync(this.#handle, text)
    } catch (error) {
      // A full disk: what was written of it is cut off before anything else is.
      this.close()
      throw error
    }
  }

  /** Becomes the fallback file, with this text. `false` when apps have begun a new one. */
  putBack(text: string): boolean {
    const { file, work } = this.#names
    this.close()
    const draft = `${work}-draft`
    this.#write(draft, text)
    renameSync(draft, work)
    try {
      linkSync(work, file)
    } catch (error) {
      if (existsSync(file)) return false
      // A file system without links. An app that begins a new file right now would lose its row.
      if (!isRefusal(error)) throw error
      renameSync(work, file)
      return true
    }
    rmSync(work)
    return true
  }

  /** Nothing is left. */
  remove(): void {
    this.close()
    rmSync(this.#names.work, { force: true })
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
    this.#handle = undefined
  }

  #open(): number {
    const length = Buffer.byteLength(this.read())
    const handle = openSync(this.#names.work, 'a', 0o600)
    ftruncateSync(handle, length)
    return handle
  }

  #write(path: string, text: string): void {
    const handle = openSync(path, 'w', 0o600)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    if (this.#like !== undefined) makeLike(path, this.#like)
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** Who replays may be another user than the one whose app writes the file. */
function makeLike(path: string, { mode, uid, gid }: Stats): void {
  chmodSync(path, mode & 0o777)
  try {
    chownSync(path, uid, gid)
  } catch {
    // Only root may give a file away.
  }
}

const refusals: ReadonlySet<unknown> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
])

/** Whether the file system makes no links. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusals.has(error.code)
}
