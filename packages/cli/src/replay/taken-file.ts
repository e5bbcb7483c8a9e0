import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import type { FileNames } from './file-names.ts'

/**
 * A fallback file that was renamed, so that apps begin a new one. One that had opened it just before
 * may still append a row: it is read again before it goes.
 */
export class TakenFile {
  readonly #path: string
  readonly #handle: number
  #bytes = 0

  private constructor(path: string) {
    this.#path = path
    this.#handle = openSync(path, 'r')
  }

  /** Takes the fallback file; `undefined` when there is none. */
  static take(names: FileNames): TakenFile | undefined {
    try {
      renameSync(names.file, names.taken)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
    return TakenFile.left(names)
  }

  /** What a run that was killed had taken. */
  static left(names: FileNames): TakenFile | undefined {
    try {
      return new TakenFile(names.taken)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  read(): string {
    const bytes = Buffer.alloc(fstatSync(this.#handle).size)
    for (let at = 0; at < bytes.length;) {
      const read = readSync(this.#handle, bytes, at, bytes.length - at, at)
      if (read === 0) break
      at += read
    }
    this.#bytes = bytes.length
    return bytes.toString('utf8')
  }

  /** Takes it away, unless it has grown since it was read. */
  remove(): boolean {
    if (fstatSync(this.#handle).size > this.#bytes) return false
    rmSync(this.#path, { force: true })
    // One more look: from now on nobody can open it.
    const isWhole = fstatSync(this.#handle).size === this.#bytes
    if (isWhole) closeSync(this.#handle)
    return isWhole
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
