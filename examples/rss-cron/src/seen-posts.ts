import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stateFolder } from './state-folder.ts'

const file = join(stateFolder, 'seen.txt')

/** The posts that earlier runs saw; `undefined` in the first run. */
export async function readSeen(): Promise<Set<string> | undefined> {
  try {
    return new Set((await readFile(file, 'utf8')).split('\n'))
  } catch {
    return undefined
  }
}

/** Remembers the posts of this run, all or none: a run may be killed. */
export async function writeSeen(posts: readonly string[]): Promise<void> {
  await mkdir(stateFolder, { recursive: true })
  await writeFile(`${file}.new`, posts.join('\n'))
  await rename(`${file}.new`, file)
}
