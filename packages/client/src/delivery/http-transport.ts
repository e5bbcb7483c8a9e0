import type { Clock } from '../clock.ts'
import { AttemptHandler } from './attempt-handler.ts'
import type { Attempt, PostRequest, Transport } from './transport.ts'
import type { Connecting, Dispatcher } from './undici-dispatcher.ts'

/** What {@link createHttpTransport} needs. */
export interface HttpTransportOptions {
  readonly endpoint: URL
  readonly apiKey: string
  readonly clock: Clock
  /** The caller's own dispatcher, which is left open at the end. */
  readonly dispatcher?: Dispatcher
  /** The process may end although an answer is waited for. */
  readonly isBackground?: boolean
  /** Makes ours, when first needed, which keeps note of the connections that are being made. */
  readonly createDispatcher: (connecting: Connecting) => Promise<Dispatcher>
}

/** Posts points over HTTP with undici. Redirects are not followed: the key stays with its host. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  return new HttpTransport(options)
}

class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions
  readonly #connecting: Connecting = new Set()
  #own: Promise<Dispatcher> | undefined
  #openAttempts = 0

  constructor(options: HttpTransportOptions) {
    this.#options = options
  }

  async post(request: PostRequest): Promise<Attempt> {
    const { clock, isBackground } = this.#options
    const handler = new AttemptHandler()
    const startTime = (): (() => void) =>
      clock.schedule(
        () => {
          const reason = `no complete answer within ${Math.round(request.timeoutMillis)} ms`
          handler.stop(reason, 'timeout')
        },
        request.timeoutMillis,
        { ref: isBackground !== true },
      )
    let cancel = startTime()
    const abort = (): void => handler.stop('given up at the deadline', 'aborted')
    request.signal.addEventListener('abort', abort)
    if (request.signal.aborted) abort()
    this.#openAttempts += 1
    try {
      // Loading undici holds all up, on a slow machine for longer than an attempt may take.
      const onLoaded = (): void => {
        cancel()
        cancel = startTime()
      }
      const sent = this.#send(request, handler, onLoaded).then(() => handler.attempt)
      // Its time may be over while undici is still being loaded.
      return await Promise.race([handler.attempt, sent])
    } catch (error) {
      return { kind: 'failure', sent: handler.isSent, tls: false, reason: String(error) }
    } finally {
      cancel()
      request.signal.removeEventListener('abort', abort)
      this.#openAttempts -= 1
      if (this.#connecting.size > 0) this.#endConnecting()
    }
  }

  async #send(request: PostRequest, handler: AttemptHandler, onLoaded: () => void): Promise<void> {
    const { endpoint, apiKey } = this.#options
    const dispatcher = await this.#dispatcher()
    if (handler.isOver) return
    onLoaded()
    dispatcher.dispatch(
      {
        origin: endpoint.origin,
        path: `${endpoint.pathname}${endpoint.search}`,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-api-key': apiKey,
          'idempotency-key': request.key,
        },
        body: request.body,
        // One timer for the whole attempt: a server that drips bytes does not stretch it.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      handler,
    )
  }

  async close(): Promise<void> {
    const own = this.#own
    this.#own = undefined
    // One that could not be made (the environment's proxy is no URL) has nothing to close.
    const dispatcher = await own?.catch(() => undefined)
    await dispatcher?.destroy()
  }

  /**
   * Ends connections being made that nobody waits for: until they time out they would keep the process
   * alive. In a turn of its own: undici learns of it by the error, later in that turn, and fails
   * whatever was given to it in between.
   */
  #endConnecting(): void {
    setImmediate(() => {
      if (this.#openAttempts > 0) return
      for (const connection of this.#connecting) connection.destroy(new Error('given up'))
    })
  }

  #dispatcher(): Promise<Dispatcher> {
    const { dispatcher, createDispatcher } = this.#options
    if (dispatcher !== undefined) return Promise.resolve(dispatcher)
    this.#own ??= createDispatcher(this.#connecting).catch((error: unknown) => {
      // Out of file descriptors, say: the next attempt may have better luck.
      this.#own = undefined
      throw error
    })
    return this.#own
  }
}
