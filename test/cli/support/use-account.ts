import type { LocalSpikelog } from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'
import { commands } from '../../../packages/cli/src/commands.ts'
import { runProgram } from '../../../packages/cli/src/run-program.ts'
import { useFolder } from '../../client/support/use-folder.ts'
import type { CommandResult } from '../../local/support/run-command.ts'
import { useLocal } from '../../support/use-local.ts'
import { createFakeEdges } from './fake-edges.ts'

/** An account on a local Spikelog, and a home of its own for what waits. */
export interface TestAccount {
  readonly local: LocalSpikelog
  /** What the program is given. */
  readonly environment: Readonly<Record<string, string>>
  /** Where its store lies. */
  readonly storeFolder: string
  /** Runs the program in this process, as often as one likes. */
  readonly run: (...args: string[]) => Promise<CommandResult>
  /** The same, with somebody who looks on. */
  readonly runOnTerminal: (...args: string[]) => Promise<CommandResult>
  /** The values of a chart, the oldest first. */
  readonly values: (chart: string) => number[]
}

/** An account with these variables more; it goes when the test ends. */
export async function useAccount(
  variables: Readonly<Record<string, string>> = {},
  options: Parameters<typeof useLocal>[0] = {},
): Promise<TestAccount> {
  const local = await useLocal(options)
  const state = useFolder(onTestFinished)
  const environment = {
    SPIKELOG_ENDPOINT: local.endpoint,
    SPIKELOG_API_KEY: local.apiKey,
    XDG_STATE_HOME: state,
    ...variables,
  }
  const run = async (args: readonly string[], terminals: ('stdout' | 'stderr')[]) => {
    const edges = createFakeEdges(environment, terminals)
    const exitCode = await runProgram(args, commands, edges)
    return { exitCode, stdout: toText(edges.out), stderr: toText(edges.errors) }
  }
  return {
    local,
    environment,
    storeFolder: `${state}/spikelog`,
    run: (...args) => run(args, []),
    runOnTerminal: (...args) => run(args, ['stdout', 'stderr']),
    values: (chart) => local.points(chart).map(({ value }) => value),
  }
}

/** What a job is to say when all is well. */
export const silent: CommandResult = { exitCode: 0, stdout: '', stderr: '' }

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
