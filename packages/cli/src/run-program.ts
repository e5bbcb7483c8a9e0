import packageJson from '../package.json' with { type: 'json' }
import type { CliEdges, Command } from './command.ts'
import { exitCode } from './exit-code.ts'

/** Runs the program: picks the command, or says what there is. Gives the exit code; never rejects. */
export async function runProgram(
  [name, ...args]: readonly string[],
  commands: readonly Command[],
  edges: CliEdges,
): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    edges.print(toUsage(commands))
    return exitCode.done
  }
  if (name === '--version' || name === '-v') {
    edges.print(packageJson.version)
    return exitCode.done
  }
  const command = commands.find((one) => one.name === name)
  if (command === undefined) {
    edges.warn(`spikelog: Expected a command, got \`${name}\`. See \`spikelog --help\`.`)
    return exitCode.usage
  }
  const run = await command.load()
  return run(args, edges)
}

function toUsage(commands: readonly Command[]): string {
  const width = Math.max(0, ...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'Usage: spikelog <command> [options]',
    '',
    'Spikelog charts from cron jobs and shell scripts.',
    '',
    ...lines,
  ]
    .join('\n')
    .trimEnd()
}
