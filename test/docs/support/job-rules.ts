import type { DocPage } from './doc-pages.ts'
import type { JobMachine } from './job-machine.ts'
import { readBlocks } from './read-blocks.ts'
import { readDockerfile } from './read-dockerfile.ts'
import type { ProgramEnd } from './run-program.ts'
import { runServer } from './run-server.ts'
import type { Command } from './shell-commands.ts'

const usualPath = { PATH: '/usr/local/bin:/usr/bin:/bin' }

/** `spikelog …` in a terminal: the local Spikelog is ended as soon as it says that it runs. */
export async function trySpikelog(
  { words: [program = '', ...args], environment }: Command,
  machine: JobMachine | undefined,
): Promise<string[]> {
  if (args[0] === 'local') return runServer('../../packages/cli/dist/bin.mjs', args)
  if (machine === undefined) return ['it needs a machine']
  const set = { ...usualPath, SPIKELOG_API_KEY: 'sk_…', ...environment }
  return toProblems(await machine.run(['/usr/bin/env', program, ...args], set))
}

/** What a shell does itself. */
export async function tryInShell(
  { words }: Command,
  machine: JobMachine | undefined,
): Promise<string[]> {
  if (machine === undefined) return ['it needs a machine']
  return toProblems(await machine.run(['/bin/sh', '-c', words.join(' ')], usualPath))
}

function toProblems(end: ProgramEnd): string[] {
  return end.ended === 0 && end.stderr === ''
    ? []
    : [`it ended with ${end.ended} and said: ${end.stderr}`]
}

/** `systemctl` and `journalctl`, of the units that the page shows. */
export function checkUnits({ words }: Command, page: DocPage): string[] {
  const shown = new Set(readBlocks(page).map(({ notes }) => notes.get('file')))
  const named = words.filter((word) => /\.(?:service|timer)$/u.test(word))
  if (named.length === 0) return ['name a unit, with `.service` or `.timer`']
  return named.flatMap((unit) => (shown.has(unit) ? [] : [`the page shows no \`${unit}\``]))
}

/** `docker build` and `docker run` of the image that the page shows, with its volume. */
export function checkContainer({ words }: Command, page: DocPage): string[] {
  const [, command, ...args] = words
  if (command === 'build') return args.at(-1) === '.' ? [] : ['expected `docker build … .`']
  if (command !== 'run') return ['expected `docker build` or `docker run`']
  const built = /^docker build -t (\S+) /mu.exec(page.text)?.[1]
  const images = readBlocks(page).filter(({ language }) => language === 'dockerfile')
  const volumes = new Set(images.flatMap(({ code }) => readDockerfile(code).volumes))
  const mounted = args.filter((_, at) => args[at - 1] === '-v').map((arg) => arg.split(':')[1])
  return [
    ...(args.includes(built ?? '') ? [] : [`the page builds \`${built}\``]),
    ...mounted.flatMap((path) =>
      volumes.has(path ?? '') ? [] : [`the image keeps nothing in \`${path}\``],
    ),
  ]
}
