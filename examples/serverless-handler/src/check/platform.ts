import { AppProcess } from '@spikelog-otel-examples/check-support'

/** A platform's instance of the handler: a process of its own that stands still between calls. */
export class Instance {
  readonly #app: AppProcess
  #invocations = 0

  constructor(env: NodeJS.ProcessEnv) {
    this.#app = new AppProcess({ args: ['src/check/runtime.ts'], env })
  }

  /** How often it was invoked. */
  get invocations(): number {
    return this.#invocations
  }

  /** Resolves when the handler is loaded. */
  async ready(): Promise<void> {
    await this.#app.printed(/^ready$/m)
  }

  /** Thaws it, invokes the handler, and freezes it as soon as it has answered. */
  async invoke(): Promise<unknown> {
    this.#app.signal('SIGCONT')
    const answer = await this.#app.ask({ width: 20, height: 10 })
    this.#app.signal('SIGSTOP')
    this.#invocations += 1
    return answer
  }

  /** Ends it as platforms do that announce it. */
  async end(): Promise<unknown> {
    this.#app.signal('SIGCONT')
    this.#app.signal('SIGTERM')
    const { status, stderr } = await this.#app.ended()
    return { status, stderr }
  }

  /** Ends it at once. */
  kill(): void {
    this.#app.signal('SIGKILL')
  }
}
