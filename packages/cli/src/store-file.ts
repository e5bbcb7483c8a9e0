import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ReadEnvironment } from './environment.ts'
import { toDefaultStorePath } from './to-default-store-path.ts'

/**
 * The file in which an account's measurements wait: what `SPIKELOG_STORE` names, one of its own in it
 * when that is a folder, else one in the user's folder for what programs keep.
 */
export function toStoreFile(environment: ReadEnvironment, account: string): string {
  const path = environment('SPIKELOG_STORE')
  if (path === undefined) {
    return toDefaultStorePath(environment, account, homedir())
  }
  return isFolder(path) ? join(path, `${account}.sqlite`) : path
}

function isFolder(path: string): boolean {
  try {
    return /[\\/]$/u.test(path) || statSync(path).isDirectory()
  } catch {
    // It is missing, or cannot be looked at: the store says so, and a spare takes its place.
    return false
  }
}
