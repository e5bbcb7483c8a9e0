/**
 * Wrong usage or configuration, thrown by a command: one line that says what was expected. The
 * program prints it and ends with 2.
 */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
  /** What to do, where reading the command's `--help` does not help. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
