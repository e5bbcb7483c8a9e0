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
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isMissing && !isLastTry && dirname(path) !== path) {
      makeFolder(dirname(path))
      makeFolder(path, true)
    } else if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
