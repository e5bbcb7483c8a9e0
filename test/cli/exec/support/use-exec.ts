import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { useFolder } from '../../../client/support/use-folder.ts'

/** The program as it is built: what it loads when is tried here, too. */
export const bin: string = fileURLToPath(
  new URL('../../../../packages/cli/dist/bin.mjs', import.meta.url),
)

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** What tests of `spikelog exec` start processes with. */
export interface Exec {
  /** Empty at first, the working folder of all, and of the test alone. */
  readonly folder: string
  /** All there is in the environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Starts `spikelog exec` with these arguments; its standard input is empty. */
  readonly start: (args: readonly string[], options?: StartOptions) => ChildProcess
  /** The same to its end. */
  readonly run: (args: readonly string[], options?: StartOptions) => Promise<Ended>
}

interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly stdio?: StdioOptions
  /** What the program is started by. @default this Node */
  readonly by?: readonly [command: string, ...args: string[]]
  readonly detached?: boolean
}

/** A store of the test's own; points go to `endpoint`. */
export function useExec(endpoint: string, apiKey = 'sk_local'): Exec {
  const folder = useFolder()
  const { PATH = '', TMPDIR = '' } = process.env
  const environment = {
    PATH,
    TMPDIR,
    HOME: folder,
    XDG_STATE_HOME: `${folder}/state`,
    SPIKELOG_ENDPOINT: endpoint,
    ...(apiKey !== '' && { SPIKELOG_API_KEY: apiKey }),
  }
  const start: Exec['start'] = (args, options = {}) => {
    const {
      by = [process.execPath],
      stdio = ['ignore', 'pipe', 'pipe'],
      detached = false,
    } = options
    const [command, ...before] = by
    const child = spawn(command, [...before, bin, 'exec', ...args], {
      cwd: folder,
      env: { ...environment, ...options.environment },
      stdio,
      detached,
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }
  return { folder, environment, start, run: (...args) => toEnd(start(...args)) }
}

/** Waits for the end of a process and of all it printed. */
export function toEnd(child: ChildProcess): Promise<Ended> {
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout), stderr })
    })
  })
}
