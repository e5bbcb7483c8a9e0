import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { toCleanEnvironment } from './to-clean-environment.ts'
import { until } from './until.ts'

/** How an app is started. */
interface AppOptions {
  /** What follows `node` on the command line; paths are those of the example's folder. */
  readonly args: readonly string[]
  /** What is set beside this process's environment without telemetry variables. */
  readonly env?: NodeJS.ProcessEnv
}

/** How an app ended. */
interface AppEnd {
  /** The exit code, or the signal that ended it. */
  readonly status: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

/** An example's app in a process of its own, as a user starts it. Never outlives the check. */
export class AppProcess {
  readonly #process: ChildProcess
  readonly #end: Promise<AppEnd>
  #stdout = ''
  #hasEnded = false

  constructor({ args, env }: AppOptions) {
    const child = spawn(process.execPath, [...args], {
      env: toCleanEnvironment(env),
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    })
    this.#process = child
    const [, stdout, stderr] = child.stdio as [unknown, Readable, Readable, ...unknown[]]
    const kill = (): void => void child.kill('SIGKILL')
    process.once('exit', kill)
    stdout.on('data', (chunk) => {
      this.#stdout += String(chunk)
    })
    const saidLast = text(stderr)
    const closed = new Promise<number | NodeJS.Signals>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? signal ?? 1))
    })
    this.#end = closed.then(async (status) => {
      this.#hasEnded = true
      process.off('exit', kill)
      return { status, stdout: this.#stdout, stderr: await saidLast }
    })
    // Who waits for something else hears of it there.
    this.#end.catch(() => {})
  }

  /** Waits until the app has printed what `pattern` matches; resolves to its first group. */
  async printed(pattern: RegExp): Promise<string> {
    return until(`the app to print ${pattern}`, async () => {
      const match = pattern.exec(this.#stdout)
      if (match !== null) return match[1] ?? match[0]
      return this.#hasEnded ? this.#unexpectedEnd() : undefined
    })
  }

  /** Writes to the app's standard input. */
  write(lines: string): void {
    this.#process.stdin?.write(lines)
  }

  /** Ends the app's standard input. */
  endInput(): void {
    this.#process.stdin?.end()
  }

  /** Sends it a message and resolves to the one that it answers with. */
  async ask(message: object): Promise<unknown> {
    const answer = new Promise((resolve) => {
      this.#process.once('message', resolve)
    })
    this.#process.send(message)
    return Promise.race([answer, this.#unexpectedEnd()])
  }

  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name)
  }

  /** Resolves when it is gone. */
  ended(): Promise<AppEnd> {
    return this.#end
  }

  async #unexpectedEnd(): Promise<never> {
    const { status, stderr } = await this.#end
    throw new Error(`The app ended early with ${status}. ${stderr}`)
  }
}
