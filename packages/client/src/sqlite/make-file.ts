import { randomUUID } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  linkSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'

/** `R_OK | W_OK` */
const readAndWrite = 6

/** A pipe in the place of the file would keep the app waiting for somebody who reads it. */
const openFlags = constants.O_CREAT | constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Makes a file for this user alone when it is missing. One that is there is not opened, and a new one
 * gets its name when it is closed: to close a file ends the locks that other connections of this process
 * have on it (POSIX), and another process would take the log away under them.
 */
export function makeFile(path: string): void {
  makeFolder(dirname(path))
  if (!existsSync(path)) makeClosed(path)
  // Says what is wrong with what is there; makes the file where there are no links.
  if (!isUsable(path)) open(path)
}

function makeClosed(path: string): void {
  const own = `${path}-${randomUUID()}`
  try {
    open(own)
    linkSync(own, path)
  } catch {
    // Another thread was faster, or it cannot be made.
  } finally {
    rmSync(own, { force: true })
  }
}

function isUsable(path: string): boolean {
  try {
    accessSync(path, readAndWrite)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function open(path: string): void {
  closeSync(openSync(path, openFlags, 0o600))
}
