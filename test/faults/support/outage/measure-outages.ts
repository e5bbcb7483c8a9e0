import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { OutageFigures } from './live-through-outage.ts'
import type { OutageKind } from './outage-kinds.ts'

/** What the engine compiles meanwhile is not what the exporter holds. */
const withoutCompilers = ['--no-opt', '--no-maglev', '--no-sparkplug', '--no-flush-bytecode']

const sources = fileURLToPath(new URL('../../../support/resolve-sources.ts', import.meta.url))
const script = fileURLToPath(new URL('./run.ts', import.meta.url))

/** Measures what each kind of outage costs in a day, in a process that does nothing else. */
export async function measureOutages(): Promise<Record<OutageKind, OutageFigures>> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--expose-gc',
    ...withoutCompilers,
    '--import',
    sources,
    script,
  ])
  return JSON.parse(stdout)
}
