import { runCli } from '@spikelog-otel/local/cli'
import type { RunCommand } from './command.ts'
import { exitCode } from './exit-code.ts'

/** `spikelog local`: the local Spikelog, whose own command line reads the arguments. */
export const runLocal: RunCommand = ({ operands }, { print, warn }) =>
  runCli(operands, { print, warn }, { name: 'spikelog local', usageExitCode: exitCode.usage })
