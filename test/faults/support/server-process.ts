import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LocalSpikelogOptions } from '@spikelog-otel/local'

const script = fileURLToPath(new URL('../../support/serve-local.ts', import.meta.url))

/** A local Spikelog that can be killed as a whole, without being asked. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  /** Its port once it listens; `undefined` when it ends before. */
  readonly port: Promise<number | undefined>

  /** @param mostFileBytes - no file of its can grow larger, as if the disk were full */
  constructor(options: Omit<LocalSpikelogOptions, 'now'>, mostFileBytes?: number) {
    const limited = {
      execPath: 'sh',
      execArgv: ['-c', `ulimit -f ${(mostFileBytes ?? 0) / 512}; exec "$0" "$@"`, process.execPath],
    }
    // Options that the test runner itself was started with are not for this process.
    const how = mostFileBytes === undefined ? { execArgv: [] } : limited
    this.#child = fork(script, [JSON.stringify(options)], how)
    this.#exited = once(this.#child, 'exit')
    const listening = once(this.#child, 'message').then(([port]) => Number(port))
    this.port = Promise.race([listening, this.#exited.then(() => undefined)])
  }

  /** Its port. Throws when it ended instead of listening; its own words are on standard error. */
  async listening(): Promise<number> {
    const port = await this.port
    if (port === undefined) throw new Error('The server ended instead of listening')
    return port
  }

  /** Ends it at once, as `kill -9` does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }
}
