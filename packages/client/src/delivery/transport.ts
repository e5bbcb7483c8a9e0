/** One attempt to post one point. */
export interface PostRequest {
  /** The `Idempotency-Key`: the same for every attempt of one claim. */
  readonly key: string
  readonly body: string
  /** From connect to the last byte of the answer. */
  readonly timeoutMillis: number
  readonly signal: AbortSignal
}

/** What one attempt came to. Failures are values; a transport does not throw. */
export type Attempt =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** The `Retry-After` header as it came. */
      readonly retryAfter?: string
      /** At most the first 64 KiB, decoded as UTF-8. */
      readonly body: string
    }
  | {
      readonly kind: 'failure'
      /** Something was written before it failed, so the point may have arrived. */
      readonly sent: boolean
      /** The connection was refused for its certificate or protocol. */
      readonly tls: boolean
      /** For people: what failed. */
      readonly reason: string
      /** For metrics: one of few names, such as `timeout` or `ECONNRESET`. Default `_OTHER`. */
      readonly errorType?: string
    }

/** Carries one point to the service. */
export interface Transport {
  post(request: PostRequest): Promise<Attempt>
  /** Closes every connection. */
  close(): Promise<void>
}
