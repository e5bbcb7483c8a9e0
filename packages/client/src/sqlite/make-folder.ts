import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those above it, for this user alone. Node's own `recursive` never ends where the
 * system says of a folder in one that exists that there is none, as it does in `/proc`.
 */
export function makeFolder(path: string, isLastTry = false): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code }: { readonly code?: unknown } = Object(error)
    if (code === 'ENOENT' && !isLastTry && dirname(path) !== path) {
      makeFolder(dirname(path))
      makeFolder(path, true)
    } else if (!isFolder(path)) throw error
  }
}

/** Whether there is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
