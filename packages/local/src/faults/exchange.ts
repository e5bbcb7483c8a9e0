import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request with its connection, as far as faults handle it. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  /** Aborted when the server pauses or closes. */
  readonly signal: AbortSignal
  /** Counts an answer that was written past Hono. */
  readonly answered: (status: number) => void
}
