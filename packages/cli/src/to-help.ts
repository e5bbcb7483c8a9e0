import type { Command } from './command.ts'

const exitCodes = `Exit codes: 0 done, or kept and posted when its time comes; 1 it could not be done, standard
error says why; 2 wrong usage or configuration. \`exec\` ends as its command does.`

const environment: readonly (readonly [name: string, about: string])[] = [
  ['SPIKELOG_API_KEY', "your account's key, sk_…"],
  ['SPIKELOG_BUCKET_SECONDS', 'time between two points of a chart (300)'],
  ['SPIKELOG_STORE', 'file, or folder/, in which measurements wait'],
  ['SPIKELOG_ENDPOINT', 'where points are posted (the hosted service)'],
]

/** What `spikelog --help` prints. */
export function toProgramHelp(commands: readonly Command[]): string {
  return join([
    'Usage: spikelog COMMAND [options]',
    'Spikelog charts from cron jobs and shell scripts.',
    table(commands.map(({ name, summary }) => [name, summary])),
    `Environment:\n${table(environment)}`,
    `Examples:\n${toExamples(commands.flatMap(({ examples }) => examples.slice(0, 1)))}`,
    exitCodes,
    '`spikelog COMMAND --help` tells more of a command, `spikelog --version` the version.',
  ])
}

/** What `spikelog COMMAND --help` prints. */
export function toCommandHelp(command: Command): string {
  const { usage, summary, about, options, examples } = command
  const rows = options.map(
    ({ name, value, about: text }) =>
      [value === undefined ? `--${name}` : `--${name} ${value}`, text] as const,
  )
  return join([
    `Usage: spikelog ${usage}`,
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(about === undefined ? [] : [about.join('\n')]),
    ...(rows.length === 0 ? [] : [`Options:\n${table(rows)}`]),
    `Examples:\n${toExamples(examples)}`,
    exitCodes,
  ])
}

function toExamples(examples: Command['examples']): string {
  return examples.map(({ line, about }) => `  # ${about}\n  ${line}`).join('\n')
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`).join('\n')
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}
