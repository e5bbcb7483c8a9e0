import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { onTestFinished } from 'vitest'
import { machineMillis } from '../../support/kill/diary.ts'
import type { Command, Line, Over, Said, Settings, Told } from './protocol.ts'

const script = fileURLToPath(new URL('app.ts', import.meta.url))

/** Registers what is to be done when a cell is over: cells run side by side, so each has its own. */
export type Finished = typeof onTestFinished

/** What is different about the process. */
export interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  /** The most file descriptors that it may have open. */
  readonly mostDescriptors?: number
}

/** An app in a process of its own, see `app.ts`. */
export class MachineApp {
  readonly lines: Line[] = []
  /** For how long it was suspended, and until when. */
  suspended = { millis: 0, untilMillis: 0 }
  /** Everything that it wrote, for those who look for a secret. */
  output = ''
  readonly ended: Promise<{ readonly code: number | null; readonly told: Told | undefined }>
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #listeners = new Set<(said: Said) => void>()
  #isOver = false
  #told = 0

  constructor(settings: Settings, { environment, mostDescriptors }: Surroundings, end: Finished) {
    const args = ['--no-warnings', script, JSON.stringify(settings)]
    const limited = [
      '-c',
      `ulimit -n ${mostDescriptors}; exec "$0" "$@"`,
      process.execPath,
      ...args,
    ]
    const [command, all] = mostDescriptors ? ['sh', limited] : [process.execPath, args]
    const { PATH = '', NODE_COMPILE_CACHE } = process.env
    this.#child = spawn(command, all, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH, NODE_COMPILE_CACHE, ...environment },
    })
    end(() => void this.#child.kill('SIGKILL'))
    let told: Told | undefined
    this.#listeners.add((said) => {
      if (said.is === 'log') this.lines.push(said)
      if (said.is === 'ended') told = said
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Said
      for (const listen of this.#listeners) listen(said)
    })
    // One that ends without being asked has its say on standard output.
    this.#child.stdin.on('error', () => {})
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (code) => {
        this.#isOver = true
        resolve({ code, told })
      })
    })
  }

  /** Resolves when the app says the like. */
  async says<T extends Said>(isIt: (said: Said) => said is T): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>()
    const listen = (said: Said): void => {
      if (isIt(said)) resolve(said)
    }
    this.#listeners.add(listen)
    try {
      const said = await Promise.race([promise, this.ended])
      if ('is' in said) return said
      throw new Error(`it ended: ${JSON.stringify(said)} ${this.output}`)
    } finally {
      this.#listeners.delete(listen)
    }
  }

  /** What is open in it at the start. */
  async ready(): Promise<readonly string[]> {
    const { resources } = await this.says(
      (said): said is Extract<Said, { is: 'ready' }> => said.is === 'ready',
    )
    return resources
  }

  /** The begin of the next delivery or operation. */
  begun(what: Over['what']): Promise<Said> {
    return this.says((said): said is Said => said.is === 'begun' && said.what === what)
  }

  /** The end of the next delivery or operation. */
  over(what: Over['what'], sinceMillis = 0): Promise<Over> {
    return this.says(
      (said): said is Over =>
        said.is === 'over' && said.what === what && said.fromMillis >= sinceMillis,
    )
  }

  /** Tells the app what to do, and waits until it is done. */
  async tell(command: Command): Promise<Told> {
    this.#told += 1
    const number = this.#told
    const done = this.says((said): said is Told => said.is === 'done' && said.number === number)
    this.#child.stdin.write(`${JSON.stringify({ ...command, number })}\n`)
    return done
  }

  /** Lets it end by itself. */
  letEnd(): void {
    this.#child.stdin.end()
  }

  /** Stops it now as `kill -STOP` does; it does not run before {@link resume}. */
  stop(): void {
    if (!this.#isOver) this.#child.kill('SIGSTOP')
  }

  /** Lets it go on, which was stopped just now, when so much time has passed. */
  async resumeAfter(millis: number): Promise<void> {
    const fromMillis = machineMillis()
    await sleep(millis)
    const untilMillis = machineMillis()
    this.suspended = { millis: untilMillis - fromMillis, untilMillis }
    this.#child.kill('SIGCONT')
  }
}
