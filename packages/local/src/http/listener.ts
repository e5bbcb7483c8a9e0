import { createServer, type RequestListener, type Server } from 'node:http'
import { toListenError } from './to-listen-error.ts'

/** A listening socket that can be closed and opened again on the same port. */
export class Listener {
  readonly #handle: RequestListener
  readonly #host: string
  #port: number
  #server: Server | undefined
  #abort = new AbortController()

  constructor(handle: RequestListener, host: string, port: number) {
    this.#handle = handle
    this.#host = host
    this.#port = port
  }

  /** The port; the one the system picked once a listener on port 0 has started. */
  get port(): number {
    return this.#port
  }

  /** Aborted when the present listening ends. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Listens. Does nothing when it already does. */
  async start(): Promise<void> {
    if (this.#server) return
    const server = createServer(this.#handle)
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(toListenError(error, this.#host, this.#port)))
      server.listen(this.#port, this.#host, resolve)
    })
    const address = server.address()
    if (typeof address === 'object' && address) this.#port = address.port
    this.#server = server
    this.#abort = new AbortController()
  }

  /** Stops listening and ends all connections at once, however busy they are. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#abort.abort()
    if (!server) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
}
