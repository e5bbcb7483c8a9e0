import packageJson from '../package.json' with { type: 'json' }
import type { CliEdges, Command } from './command.ts'
import { exitCode } from './exit-code.ts'
import { expectNode } from './expect-node.ts'
import { nearest } from './nearest.ts'
import { parseArguments } from './parse-arguments.ts'
import { toCommandHelp, toProgramHelp } from './to-help.ts'
import { UsageError } from './usage-error.ts'

/** Of a message that quotes what it was given, in characters: a name may have 200. */
const longest = 1000

/** Runs the program: picks the command, or says what there is. Gives the exit code; never rejects. */
export async function runProgram(
  [name, ...args]: readonly string[],
  commands: readonly Command[],
  edges: CliEdges,
): Promise<number> {
  const find = (wanted: string | undefined) => commands.find((one) => one.name === wanted)
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const command = name === undefined ? undefined : find(args[0])
    edges.print(command === undefined ? toProgramHelp(commands) : toCommandHelp(command))
    return exitCode.done
  }
  if (name === '--version' || name === '-v') {
    edges.print(packageJson.version)
    return exitCode.done
  }
  const command = find(name)
  if (command === undefined) {
    const meant = nearest(
      name,
      commands.map((one) => one.name),
    )
    const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`
    edges.warn(`spikelog: Expected a command, got \`${name}\`.${hint} See \`spikelog --help\`.`)
    return exitCode.usage
  }
  return runCommand(command, args, edges)
}

async function runCommand(
  command: Command,
  args: readonly string[],
  edges: CliEdges,
): Promise<number> {
  try {
    const parsed = parseArguments(args, command)
    if (parsed.options['help'] === true) {
      edges.print(toCommandHelp(command))
      return exitCode.done
    }
    // A job runs on any Node: what cannot be reported is said when it has ended.
    if (command.name !== 'exec') expectNode()
    const run = await command.load()
    return await run(parsed, edges)
  } catch (error) {
    return fail(error, command, edges)
  }
}

function fail(error: unknown, { name }: Command, { warn }: CliEdges): number {
  const { message: whole } = error instanceof Error ? error : new Error(String(error))
  // A whole file may have been given for a number.
  const message = whole.length > longest ? `${whole.slice(0, longest)}…` : whole
  const isUsage = error instanceof UsageError
  const hint = isUsage ? ` ${error.hint ?? `See \`spikelog ${name} --help\`.`}` : ''
  warn(`spikelog: ${`${message}${hint}`.replaceAll(/\s+/gu, ' ')}`)
  return isUsage ? exitCode.usage : exitCode.failed
}
