import type { Block } from './read-blocks.ts'
import { readCrontab } from './read-crontab.ts'
import { readDockerfile } from './read-dockerfile.ts'
import { readUnit } from './read-unit.ts'
import { readWorkflow } from './read-workflow.ts'
import { readCommands } from './shell-commands.ts'

/** A program that a machine runs, and what is set for it. */
interface Run {
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const key = { SPIKELOG_API_KEY: 'sk_…' }
const path = { PATH: '/usr/local/bin:/usr/bin:/bin' }

/** Kinds of blocks that make a machine run something, and what: as who reads them there does it. */
const kinds: Readonly<Record<string, (code: string) => Run[]>> = {
  crontab: (code) =>
    readCrontab(code).map(({ command, environment }) => ({
      words: ['/bin/sh', '-c', command],
      environment,
    })),
  // Without a shell in between, and with the key from the file that the unit names.
  ini: (code) => {
    const { command, environment, environmentFiles } = readUnit(code)
    const words = readCommands(command).flatMap((each) => each.words)
    const read = environmentFiles.includes('/etc/spikelog.env') ? key : {}
    return words.length === 0 ? [] : [{ words, environment: { ...path, ...read, ...environment } }]
  },
  yaml: (code) =>
    readWorkflow(code)
      // What is installed is on the machine already.
      .filter(({ run }) => !run.startsWith('npm install'))
      .map(({ run, environment }) => ({
        words: ['bash', '-e', '-c', run],
        environment: { ...path, ...withSecrets(environment) },
      })),
  dockerfile: (code) => {
    const { words, environment } = readDockerfile(code)
    return [{ words: ['/usr/bin/env', ...words], environment: { ...path, ...key, ...environment } }]
  },
  bash: (code) => [{ words: ['bash', '-c', code], environment: { ...path, ...key } }],
  python: (code) => [{ words: ['python3', '-c', code], environment: { ...path, ...key } }],
}

/** The kinds of blocks that are jobs. */
export const jobKinds: readonly string[] = Object.keys(kinds)

/** What a block makes a machine run. */
export function toRuns({ language, code }: Pick<Block, 'language' | 'code'>): Run[] {
  return kinds[language]?.(code) ?? []
}

/** The one secret that there is; any other expression stays as it is, and does not work. */
function withSecrets(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace('${{ secrets.SPIKELOG_API_KEY }}', 'sk_…'),
    ]),
  )
}
