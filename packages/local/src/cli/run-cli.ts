import packageJson from '../../package.json' with { type: 'json' }
import { isLoopbackHost } from '../http/is-loopback-host.ts'
import { startLocalSpikelog } from '../start-local-spikelog.ts'
import { parseArguments } from './parse-arguments.ts'
import type { Command } from './parse-arguments.ts'
import { toStartupLines } from './to-startup-lines.ts'
import { toUsage } from './usage.ts'

/** The outside world of the command. */
export interface CliEdges {
  /** Prints to standard output. */
  readonly print: (text: string) => void
  /** Prints to standard error. */
  readonly warn: (text: string) => void
}

/** What the command is called, and how it ends when it is called wrongly. */
export interface CliProgram {
  name: string
  usageExitCode: number
}

/** Runs the command until SIGINT or SIGTERM. Gives the exit code; never rejects. */
export async function runCli(
  args: readonly string[],
  edges: CliEdges,
  { name, usageExitCode }: CliProgram = { name: 'spikelog-local', usageExitCode: 1 },
): Promise<number> {
  let isParsed = false
  try {
    const command = parseArguments(args)
    isParsed = true
    if (command.type === 'help') edges.print(toUsage(name).trimEnd())
    if (command.type === 'version') edges.print(packageJson.version)
    if (command.type !== 'serve') return 0
    await serve(command, edges)
    return 0
  } catch (error) {
    edges.warn(`${name}: ${toHint(error)}`)
    return isParsed ? 1 : usageExitCode
  }
}

async function serve(
  { options, faults }: Extract<Command, { type: 'serve' }>,
  { print, warn }: CliEdges,
): Promise<void> {
  const stopped = untilSignal()
  const spikelog = await startLocalSpikelog(options)
  if (options.host !== undefined && !isLoopbackHost(options.host)) {
    warn(
      `Warning: other machines can reach --host ${options.host}. Without the key they see only embeds of charts whose names they know.`,
    )
  }
  const { file, apiKey } = options
  const facts = { file, faults, isKeySecret: apiKey !== undefined }
  for (const line of toStartupLines(spikelog, facts)) print(line)
  await stopped
  await spikelog.close()
}

/** Once each: a second Ctrl-C ends it the hard way, should closing ever take long. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

function toHint(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error))
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') return `${message} The option is --port.`
  // Node's own message about unknown arguments goes on about positional ones.
  if (code.startsWith('ERR_PARSE_ARGS')) return `${message.split('. ')[0]}. See --help.`
  return message
}
