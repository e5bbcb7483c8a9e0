import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../compat/support/run-command.ts'

/** What packages weigh together. */
export interface Weight {
  readonly names: readonly string[]
  readonly packedBytes: number
  readonly installedBytes: number
}

/** Weighs packages that are installed, each packed by npm as it was when it came. */
export async function weigh(folder: string, paths: readonly string[]): Promise<Weight> {
  const specs = paths.map((path) => `./${path}`)
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', ...specs]
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: folder })
  if (code !== 0) throw new Error(`npm pack failed: ${stderr}`)
  const packed = JSON.parse(stdout) as readonly {
    readonly name: string
    readonly size: number
  }[]
  if (packed.length !== paths.length) throw new Error(`Expected ${paths.length} tarballs`)
  return {
    names: packed.map(({ name }) => name),
    packedBytes: sum(packed.map(({ size }) => size)),
    installedBytes: sum(paths.map((path) => bytesOf(join(folder, path)))),
  }
}

/** Bytes of a package's files; packages within it count on their own. */
function bytesOf(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true })
  return sum(
    entries
      .filter(({ name }) => name !== 'node_modules')
      .map((entry) => {
        const path = join(folder, entry.name)
        return entry.isDirectory() ? bytesOf(path) : statSync(path).size
      }),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
