import type { ServerResponse } from 'node:http'
import {
  constants,
  createBrotliCompress,
  createGzip,
  type BrotliCompress,
  type Gzip,
} from 'node:zlib'
import type { ContentEncoding } from '../http/content-encoding.ts'

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies that would gather the events into large pieces are told not to.
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  vary: 'accept-encoding',
}

/** One event as the HTML standard writes it (https://html.spec.whatwg.org/#server-sent-events). */
export interface StreamEvent {
  type: string
  id?: string
  /** In one line. */
  data: string
}

/** A connection that events are sent through. */
export class EventStream {
  readonly #outgoing: ServerResponse
  readonly #compressor: BrotliCompress | Gzip | undefined

  constructor(outgoing: ServerResponse, encoding: ContentEncoding) {
    this.#outgoing = outgoing
    this.#compressor = createCompressor(encoding)
    const encodingHeader = this.#compressor && { 'content-encoding': encoding }
    outgoing.writeHead(200, { ...headers, ...encodingHeader })
    this.#compressor?.pipe(outgoing)
    // Should the page's own waiting not be heard of: how long other clients wait.
    this.#write('retry: 1000\n\n')
  }

  /** Whether the other side does not take what was sent, so that nothing more should be. */
  get isClogged(): boolean {
    return this.#outgoing.writableNeedDrain || (this.#compressor?.writableNeedDrain ?? false)
  }

  /** Sends an event. */
  send({ type, id, data }: StreamEvent): void {
    const idLine = id === undefined ? '' : `id: ${id}\n`
    this.#write(`event: ${type}\n${idLine}data: ${data}\n\n`)
  }

  /** Ends the connection. */
  end(): void {
    if (this.#compressor) this.#compressor.end()
    else this.#outgoing.end()
  }

  /** Settles when the connection is over. */
  async closed(): Promise<void> {
    if (this.#outgoing.closed) return
    await new Promise<void>((resolve) => this.#outgoing.once('close', resolve))
    this.#compressor?.destroy()
  }

  /** Calls the listener each time there is room again after {@link isClogged}. */
  onDrain(listener: () => void): void {
    this.#outgoing.on('drain', listener)
    this.#compressor?.on('drain', listener)
  }

  #write(text: string): void {
    // Torn down, but nobody was told yet.
    if (this.#outgoing.destroyed) return
    if (!this.#compressor) {
      this.#outgoing.write(text)
      return
    }
    this.#compressor.write(text)
    // What is compressed so far goes out: an event is worth nothing later.
    this.#compressor.flush()
  }
}

function createCompressor(encoding: ContentEncoding): BrotliCompress | Gzip | undefined {
  // A window of 256 KiB holds a whole account; the default would take megabytes for each page.
  if (encoding === 'br') {
    const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window } = constants
    return createBrotliCompress({ params: { [quality]: 5, [window]: 18 } })
  }
  return encoding === 'gzip' ? createGzip() : undefined
}
