import { fileURLToPath } from 'node:url'
import { runCommand } from '../../local/support/run-command.ts'
import type { CommandResult } from '../../local/support/run-command.ts'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** For tests that start the program their own way: `process.execPath` with these. */
export const spikelogArguments: readonly string[] = [
  `--import=${path('../../support/resolve-sources.ts')}`,
  path('../../../packages/cli/src/bin.ts'),
]

/** Runs the program from the sources, as a process, with this environment and what tests need. */
export function runSpikelog(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  return runCommand(process.execPath, [...spikelogArguments, ...args], { environment })
}
