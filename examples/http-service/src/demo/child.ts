import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'

/** How a {@link Child} is started. */
export interface ChildOptions {
  /** What it is called in messages. */
  readonly name: string
  readonly file: URL
  readonly args?: readonly string[]
  readonly nodeArgs?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Called with each line on its stderr. */
  readonly onLine: (line: string) => void
}

/** More than any orderly end takes. */
const endTimeoutMillis = 10_000

/** A Node process that ends in order when it is let go of, and never outlives this one. */
export class Child {
  readonly #name: string
  readonly #process: ChildProcess
  readonly #exited: Promise<string>

  constructor({ name, file, args = [], nodeArgs = [], env = process.env, onLine }: ChildOptions) {
    this.#name = name
    this.#process = fork(file, args, {
      execArgv: [...nodeArgs],
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for the demo, which ends its parts in order.
      detached: true,
    })
    const { stderr } = this.#process
    if (stderr) createInterface(stderr).on('line', onLine)
    // Not `close`, which does not come after a `disconnect()` of this side.
    const gone = new Promise<string>((resolve) => {
      this.#process.once('error', (error) => resolve(error.message))
      this.#process.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    })
    const kill = (): void => this.kill()
    process.once('exit', kill)
    void gone.then(() => process.off('exit', kill))
    // What it said last is read by then.
    this.#exited = stderr ? Promise.all([gone, finished(stderr)]).then(([how]) => how) : gone
  }

  /** The first message it sends. */
  message(): Promise<unknown> {
    return new Promise((resolve) => {
      this.#process.once('message', resolve)
    })
  }

  /** Rejects as soon as it is gone; never resolves. */
  async failure(): Promise<never> {
    throw new Error(`The ${this.#name} ended unexpectedly (${await this.#exited}).`)
  }

  /** Lets it finish what it does; resolves when it is gone. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.kill(), endTimeoutMillis)
    if (this.#process.connected) this.#process.disconnect()
    const how = await this.#exited
    clearTimeout(timer)
    if (how !== 'code 0') throw new Error(`The ${this.#name} did not end well (${how}).`)
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#process.kill('SIGKILL')
  }
}
