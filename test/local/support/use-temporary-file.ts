import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Gives the path of a file that does not exist yet, in a directory that goes when the test ends. */
export function useTemporaryFile(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'spikelog-local-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return join(directory, name)
}
