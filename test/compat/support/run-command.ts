import { execFile } from 'node:child_process'

export interface CommandResult {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end. A status other than 0 is a result, not an error. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly timeout?: number },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 120_000, ...options }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? 1), stdout, stderr })
    })
  })
}
