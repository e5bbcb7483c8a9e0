import { createHash, randomUUID } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { runCommand } from './run-command.ts'
import type { CommandResult } from './run-command.ts'

export type Format = 'ESM' | 'CommonJS'

export const formats = ['ESM', 'CommonJS'] satisfies Format[]

/** Points by chart. */
export type Points = Record<string, number[]>

/**
 * Runs an app of the install against a local Spikelog of its own, with nothing in the environment but
 * what the app needs.
 */
export async function runApp(
  nodePath: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult & { readonly points: Points }> {
  const local = await startLocalSpikelog({ port: 0 })
  try {
    const account = { SPIKELOG_API_KEY: local.apiKey, SPIKELOG_ENDPOINT: local.endpoint }
    const env = { ...account, ...environment }
    const result = await runCommand(nodePath, args, { cwd, env, timeout: 40_000 })
    const points = local
      .charts()
      .map(({ chart }) => [chart, local.points(chart).map(({ value }) => value)])
    return { ...result, points: Object.fromEntries(points) }
  } finally {
    await local.close()
  }
}

/**
 * Writes an app into the folder in one of the formats and returns its file. Tests that run side by side
 * share the folder: each app has a name of its own, and is there as a whole or not at all.
 */
export function writeApp(
  folder: string,
  format: Format,
  app: { readonly imports: Readonly<Record<string, string>>; readonly code: string },
): string {
  const isEsm = format === 'ESM'
  const imports = Object.entries(app.imports).map(([from, names]) =>
    isEsm ? `import { ${names} } from '${from}'` : `const { ${names} } = require('${from}')`,
  )
  const code = `${imports.join('\n')}\nasync function main() {${app.code}}\nmain()\n`
  const name = createHash('sha256').update(code).digest('hex').slice(0, 8)
  const file = `${folder}/app-${name}${isEsm ? '.mjs' : '.cjs'}`
  const draft = `${folder}/${randomUUID()}`
  writeFileSync(draft, code)
  renameSync(draft, file)
  return file
}
