import { spawnSync } from 'node:child_process'
import { commandOnCallerCore } from './pinned-server.ts'

/** What a program printed as JSON on its last line, and how long it took from start to end. */
export type Run<Printed> = Printed & { readonly wallMillis: number }

/**
 * Runs programs in turns, each in a fresh process, so that the machine's noise hits all alike. The
 * first round is for the disk's cache and not counted.
 */
export function runInTurns<Name extends string, Printed extends object>(
  files: Readonly<Record<Name, string>>,
  options: {
    readonly rounds: number
    readonly nodeArgs?: readonly string[]
    /** All there is in the environment; no compile cache. */
    readonly env?: NodeJS.ProcessEnv
  },
): Record<Name, Run<Printed>[]> {
  const names = Object.keys(files) as Name[]
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run<Printed>[]])) as Record<
    Name,
    Run<Printed>[]
  >
  const { rounds, nodeArgs = [], env = {} } = options
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const [command, args] = commandOnCallerCore([...nodeArgs, files[name]])
      const startMillis = performance.now()
      const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' })
      const wallMillis = performance.now() - startMillis
      if (status !== 0 || stderr !== '') throw new Error(`${files[name]} failed: ${stderr}`)
      const printed = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Printed
      if (round > 0) runs[name].push({ ...printed, wallMillis })
    }
  }
  return runs
}
