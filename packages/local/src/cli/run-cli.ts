import packageJson from '../../package.json' with { type: 'json' }
import { isLoopbackHost } from '../http/is-loopback-host.ts'
import { startLocalSpikelog } from '../start-local-spikelog.ts'
import { parseArguments } from './parse-arguments.ts'
import { toStartupLines } from './to-startup-lines.ts'
import { usage } from './usage.ts'

/** The outside world of the command. */
export interface CliEdges {
  /** Prints to standard output. */
  print(text: string): void
  /** Prints to standard error. */
  warn(text: string): void
  /** Settles when the user wants it to end. */
  untilStopped(): Promise<void>
}

/** Runs `spikelog-local` until it is stopped. Gives the exit code; never rejects. */
export async function runCli(args: readonly string[], edges: CliEdges): Promise<number> {
  try {
    const command = parseArguments(args)
    if (command.type === 'help') edges.print(usage.trimEnd())
    if (command.type === 'version') edges.print(packageJson.version)
    if (command.type !== 'serve') return 0

    const { options, faults } = command
    const stopped = edges.untilStopped()
    const spikelog = await startLocalSpikelog(options)
    if (options.host !== undefined && !isLoopbackHost(options.host)) {
      edges.warn(
        `Warning: other machines can reach --host ${options.host}. Without the key they see only embeds of charts whose names they know.`,
      )
    }
    const { file, apiKey } = options
    const facts = { file, faults, isKeySecret: apiKey !== undefined }
    for (const line of toStartupLines(spikelog, facts)) edges.print(line)
    await stopped
    await spikelog.close()
    return 0
  } catch (error) {
    edges.warn(`spikelog-local: ${toHint(error)}`)
    return 1
  }
}

function toHint(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error))
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE') return `${message} The option is --port.`
  // Node's own message about unknown arguments goes on about positional ones.
  if (code.startsWith('ERR_PARSE_ARGS')) return `${message.split('. ')[0]}. See --help.`
  return message
}
