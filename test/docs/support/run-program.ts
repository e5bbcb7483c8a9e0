import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { LocalSpikelog } from '@spikelog-otel/local'

/** How a program of the docs is run. */
export interface ProgramRun {
  readonly args: readonly string[]
  readonly folder: string
  readonly local: Pick<LocalSpikelog, 'endpoint' | 'apiKey'>
  readonly environment?: Readonly<Record<string, string>>
  /** Asked as soon as the program answers; then it is ended as a deployment would end it. */
  readonly requestPath?: string | undefined
  /** What else is done before that. */
  readonly visit?: (origin: string) => Promise<void>
}

/** How it ended. */
export interface ProgramEnd {
  /** The exit code, or the signal. */
  readonly ended: number | string | null
  readonly stdout: string
  readonly stderr: string
}

/** A program that does not end by then hangs. */
const limitMillis = 15_000

/** Runs a program as a user would, with nothing in its environment but what the docs name. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const port = run.requestPath === undefined ? undefined : await findFreePort()
  const child = spawn(process.execPath, run.args, {
    cwd: run.folder,
    env: {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      // Nothing outside this machine is asked, as the auto-instrumentations ask the clouds.
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
      SPIKELOG_API_KEY: run.local.apiKey,
      SPIKELOG_ENDPOINT: run.local.endpoint,
      ...(port === undefined ? {} : { PORT: String(port) }),
      ...run.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMillis,
    killSignal: 'SIGKILL',
  })
  const exited = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  if (run.requestPath !== undefined) {
    const origin = `http://127.0.0.1:${port}`
    await requestUntilAnswered(origin + run.requestPath, child)
    await run.visit?.(origin)
    child.kill('SIGTERM')
  }
  const [ended, [stdout, stderr]] = await Promise.all([exited, output])
  return { ended, stdout, stderr }
}

async function findFreePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}

/** Until the program listens, nobody answers. */
async function requestUntilAnswered(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => undefined)
    await response?.text()
    if (response?.ok) return
    if (response !== undefined) throw new Error(`${url} answered ${response.status}.`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
