/** The outside world of a command. */
export interface CliEdges {
  /** Prints a line to standard output: only what was asked for. */
  readonly print: (text: string) => void
  /** Prints a line to standard error. */
  readonly warn: (text: string) => void
}

/** Runs a command with the arguments after its name. Gives the exit code; never rejects. */
type RunCommand = (args: readonly string[], edges: CliEdges) => Promise<number>

/** One command of the program. */
export interface Command {
  readonly name: string
  /** For the program's `--help`: what it does for the caller, in a few words. */
  readonly summary: string
  /** Its code is loaded when it is run, and not before: a cron job pays for what it uses. */
  readonly load: () => Promise<RunCommand>
}
