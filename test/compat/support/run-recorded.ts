import { realpathSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runApp } from './run-app.ts'
import type { Points } from './run-app.ts'

const recorder = fileURLToPath(new URL('record-modules.ts', import.meta.url))

/** Runs an app and tells which files it loaded, relative to the folder. */
export async function runRecorded(
  file: string,
  folder: string,
): Promise<{
  readonly files: readonly string[]
  readonly stderr: string
  readonly points: Points
}> {
  const { stdout, stderr, points } = await runApp(
    process.execPath,
    ['--import', recorder, file],
    folder,
  )
  const urls = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[]
  const real = realpathSync(folder)
  return { files: urls.map((url) => relative(real, fileURLToPath(url))), stderr, points }
}
