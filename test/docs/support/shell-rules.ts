import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { runCommand } from '../../local/support/run-command.ts'
import { checkInstall, checkScript } from './check-npm.ts'
import { readDocPages } from './doc-pages.ts'
import type { DocPage } from './doc-pages.ts'
import type { JobMachine } from './job-machine.ts'
import { checkContainer, checkUnits, tryInShell, trySpikelog } from './job-rules.ts'
import { readInstalled, readManifestsOf } from './manifests.ts'
import { runProgram } from './run-program.ts'
import { runServer } from './run-server.ts'
import type { Command } from './shell-commands.ts'

/** Where a command is tried. */
export interface Surroundings {
  /** The page it is on. */
  readonly file: string
  /** The folder with the page's programs. */
  readonly folder: string
  readonly local: LocalSpikelog
  /** Where `spikelog` is run: one for all commands of a block. */
  readonly machine?: JobMachine
  readonly requestPath: string | undefined
  /** Packages that this block installs. */
  readonly installed: readonly string[]
}

type Rule = (command: Command, surroundings: Surroundings) => Promise<string[]> | string[]

/** What every page may run without showing it: a program that measures one thing. */
const defaultApp = `import { metrics } from '@opentelemetry/api'
metrics.getMeter('app').createCounter('runs').add(1)
`

/** How the commands that docs show are tried, by program. */
const rules: Readonly<Record<string, Rule>> = {
  npm: ({ words: [, command = '', ...rest] }, { file, installed }) =>
    command === 'install'
      ? checkInstall(rest, installed, readInstalled)
      : checkScript([command, ...rest], readManifestsOf(file)),
  // Variables are checked by environment.test.ts.
  export: () => [],
  // Gives input to what is checked behind the `|`.
  printf: () => [],
  // Opens an editor; what is written there is tried by job-blocks.test.ts.
  crontab: () => [],
  spikelog: (command, { machine }) => trySpikelog(command, machine),
  command: (command, { machine }) => tryInShell(command, machine),
  systemctl: (command, { file }) => checkUnits(command, pageOf(file)),
  journalctl: (command, { file }) => checkUnits(command, pageOf(file)),
  docker: (command, { file }) => checkContainer(command, pageOf(file)),
  npx: ({ words: [, name = '', ...args] }) => {
    const bins = Object.values(readInstalled(name)?.bin ?? {})
    const [bin] = bins
    return bin === undefined || bins.length > 1
      ? [`\`${name}\` is no package with one program of its own`]
      : runServer(join('node_modules', name, bin), args)
  },
  'spikelog-local': ({ words: [, ...args] }) => {
    const name = '@spikelog-otel/local'
    const bin = readInstalled(name)?.bin?.['spikelog-local'] ?? ''
    return runServer(join('node_modules', name, bin), args)
  },
  node: async ({ words: [, ...args], environment }, { folder, local, requestPath }) => {
    const app = join(folder, 'app.js')
    if (args.at(-1) === 'app.js' && !existsSync(app)) {
      // A page may show commands alone.
      mkdirSync(folder, { recursive: true })
      writeFileSync(app, defaultApp)
    }
    const set = Object.fromEntries(
      Object.entries(environment).filter(([, value]) => !value.includes('…')),
    )
    const end = await runProgram({ args, folder, local, environment: set, requestPath })
    return end.stderr === '' && (end.ended === 0 || end.ended === 'SIGTERM')
      ? []
      : [`it ended with ${end.ended} and said: ${end.stderr}`]
  },
  curl: async ({ words: [, ...args] }, { local }) => {
    await addUsersChart(local)
    const ours = args.map((arg) => toLocal(arg, local))
    const { exitCode, stdout, stderr } = await runCommand('curl', ['-sS', '--fail', ...ours])
    return exitCode === 0 ? [] : [`it ended with ${exitCode}: ${stdout} ${stderr}`]
  },
}

function pageOf(file: string): DocPage {
  return readDocPages().find((page) => page.file === file) ?? { file, text: '' }
}

/** Tries a command; what is wrong, in words. A command without a rule is wrong. */
export async function tryCommand(command: Command, surroundings: Surroundings): Promise<string[]> {
  const [program] = command.words
  if (program === undefined) return []
  const rule = rules[program]
  if (rule !== undefined) return rule(command, surroundings)
  return [`nothing tries \`${program}\`: add a rule to test/docs/support/shell-rules.ts`]
}

/** The same text for the Spikelog of this test: other address, other key. */
export function toLocal(text: string, local: Pick<LocalSpikelog, 'url' | 'apiKey'>): string {
  return text
    .replace('https://api.spikelog.com', local.url)
    .replace('http://127.0.0.1:7745', local.url)
    .replace(/\bsk_(?:…|local\b)/u, local.apiKey)
}

/** The chart that pages take for an example. */
export async function addUsersChart({ endpoint, apiKey }: LocalSpikelog): Promise<void> {
  const body = JSON.stringify({ chart: 'users', value: 42 })
  await fetch(endpoint, { method: 'POST', headers: { 'X-API-Key': apiKey }, body })
}
