import type { Attempt } from './transport.ts'
import { errorTypeOf } from './to-error-type.ts'
import type { Dispatcher } from './undici-dispatcher.ts'

/** More of an answer is not read. */
const maxBodyBytes = 64 * 1024

/** Turns undici's events of one request into one {@link Attempt}, settled once. */
export class AttemptHandler implements Dispatcher.DispatchHandler {
  readonly attempt: Promise<Attempt>
  #settle: (attempt: Attempt) => void = () => {}
  #isOver = false
  #controller: Dispatcher.DispatchController | undefined
  #status: number | undefined
  #retryAfter: string | undefined
  readonly #chunks: Buffer[] = []
  #bytes = 0

  constructor() {
    this.attempt = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether something may have been written: undici starts a request right before it writes it. */
  get isSent(): boolean {
    return this.#controller !== undefined
  }

  /** Ends the attempt now. A status that came already counts. */
  stop(reason: string, errorType: string): void {
    if (this.#isOver) return
    if (this.#status === undefined) this.#fail(new Error(reason), errorType)
    else this.#answer(this.#status)
    this.#controller?.abort(new Error(reason))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Stopped while it waited for its connection: nothing may be written any more. To throw ends
    // this request alone; to abort would close the connection that others wait for.
    if (this.#isOver) throw new Error('stopped')
    this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return
    this.#status = status
    const retryAfter = headers['retry-after']
    this.#retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return
    this.#chunks.push(chunk.subarray(0, maxBodyBytes - this.#bytes))
    this.#bytes += chunk.length
    if (this.#bytes > maxBodyBytes) this.stop('answer too large', 'too_large')
  }

  onResponseEnd(): void {
    if (this.#status !== undefined) this.#answer(this.#status)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#status === undefined) this.#fail(error)
    else this.#answer(this.#status)
  }

  #answer(status: number): void {
    const retryAfter = this.#retryAfter
    this.#finish({
      kind: 'answer',
      status,
      body: Buffer.concat(this.#chunks).toString('utf8'),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    })
  }

  #fail(error: Error, errorType: string = errorTypeOf(codeOf(error))): void {
    this.#finish({
      kind: 'failure',
      sent: this.isSent,
      tls: !this.isSent && isTlsError(error),
      reason: reasonOf(error),
      errorType,
    })
  }

  #finish(attempt: Attempt): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#settle(attempt)
  }
}

const tlsCode =
  /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO_SELF|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/u

function isTlsError(error: Error): boolean {
  return tlsCode.test(codeOf(error) ?? '')
}

function reasonOf(error: Error): string {
  const code = codeOf(error)
  const message = messageOf(error)
  return code === undefined || message.includes(code) ? message : `${message} (${code})`
}

/** OpenSSL's messages are for its developers; the reason beside them is for people. */
function messageOf(error: Error): string {
  if ('reason' in error && typeof error.reason === 'string') return error.reason
  // An AggregateError (every address of a name failed) has no message of its own.
  return error.message === '' ? error.name : error.message
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
