import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** The files of a replay. */
export interface FileNames {
  /** The fallback file, which apps append to. */
  readonly file: string
  /** It, renamed: apps that are about to write to it still do. */
  readonly taken: string
  /** What the replay has in hand: rows, and what became of them. */
  readonly work: string
  readonly lock: string
}

/** Names the files of a replay, beside what a symbolic link leads to. */
export function toFileNames(path: string): FileNames {
  const file = realPath(resolve(path))
  return {
    file,
    taken: `${file}.replay-taken`,
    work: `${file}.replay`,
    lock: `${file}.replay-lock`,
  }
}

/** @throws Error when the folder does not exist */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return join(realpathSync(dirname(path)), basename(path))
  }
}
