import { spawn, spawnSync } from 'node:child_process'

/** What a command printed and how it ended. */
export interface CommandResult {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** What a command is given beside its arguments. */
export interface CommandSurroundings {
  /** Goes to standard input. */
  input?: string
  /** Added to this process's environment. */
  environment?: Record<string, string>
}

/** Runs a command to its end. Proxies of the surroundings are left out: all targets are local. */
export function runCommand(
  command: string,
  args: readonly string[],
  { input = '', environment = {} }: CommandSurroundings = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_PROXY: '*', no_proxy: '*', ...environment }
    const child = spawn(command, args, { env })
    const result: CommandResult = { exitCode: null, stdout: '', stderr: '' }
    child.stdout.on('data', (piece) => (result.stdout += String(piece)))
    child.stderr.on('data', (piece) => (result.stderr += String(piece)))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ ...result, exitCode }))
    // A command may end before it has read all of its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/**
 * Whether to skip tests that need this command. It says so when it is missing; in CI nothing is
 * skipped, so that a missing command fails there.
 */
export function isMissing(command: string): boolean {
  const missing = spawnSync(command, ['--version']).error !== undefined
  if (missing) console.warn(`SKIPPED: these tests need ${command}, which is not installed.`)
  return missing && process.env['CI'] !== 'true'
}
