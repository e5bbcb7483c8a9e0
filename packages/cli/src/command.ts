import type { ReadEnvironment } from './environment.ts'
import type { Arguments } from './parse-arguments.ts'

/** The outside world of a command. */
export interface CliEdges {
  /** Prints a line to standard output: only what was asked for. */
  readonly print: (text: string) => void
  /** Prints a line to standard error. */
  readonly warn: (text: string) => void
  readonly environment: ReadEnvironment
  /** Whether somebody looks on: what a job does not need to say is said to them alone. */
  readonly isTerminal: (stream: 'stdout' | 'stderr') => boolean
}

/**
 * Runs a command. Gives the exit code.
 *
 * @throws UsageError for wrong usage or configuration: nothing was done
 */
export type RunCommand = (args: Arguments, edges: CliEdges) => Promise<number>

/** An option of a command. */
export interface CommandOption {
  /** Without the dashes. */
  readonly name: string
  /** What its value is called in `--help`; a switch has none. */
  readonly value?: string
  readonly about: string
}

/** A command line to copy. */
interface CommandExample {
  readonly line: string
  readonly about: string
}

/** One command of the program: what is parsed and what `--help` says both come from it. */
export interface Command {
  readonly name: string
  /** For the program's `--help`: what it does for the caller, in a few words. */
  readonly summary: string
  /** What follows `spikelog` on the command line. */
  readonly usage: string
  /** The fewest and the most arguments that are no options. */
  readonly operands: readonly [fewest: number, most: number]
  readonly options: readonly CommandOption[]
  /** Lines of `--help` about what the summary leaves open. */
  readonly about?: readonly string[]
  readonly examples: readonly CommandExample[]
  /** What follows the first operand is somebody else's: another program's command line. */
  readonly endsAtOperand?: boolean
  /** All its arguments are somebody else's, `--help` too. */
  readonly isRaw?: boolean
  /** Its code is loaded when it is run, and not before: a cron job pays for what it uses. */
  readonly load: () => Promise<RunCommand>
}
