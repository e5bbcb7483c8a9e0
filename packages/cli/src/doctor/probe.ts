import { randomUUID } from 'node:crypto'
import {
  createHttpTransport,
  createSystemClock,
  createUndiciDispatcher,
} from '@spikelog-otel/client/internals'
import type { Attempt, Dispatcher, ResolvedClientOptions } from '@spikelog-otel/client/internals'

/** What one request came to. */
export interface Probe {
  readonly attempt: Attempt
  /** The answer's `Date` header. */
  readonly date: string | undefined
  /** This machine's clock half-way between question and answer. */
  readonly wallMillis: number
}

/** A body that is no point: the contract refuses it, so that nothing is charted. */
export const noPoint = '{}'

/** Posts `body` as the client posts points: the same connection, proxy and headers. */
export async function probe(
  options: Pick<ResolvedClientOptions, 'endpoint' | 'apiKey' | 'timeoutMillis' | 'proxy'>,
  body: string,
): Promise<Probe> {
  const { endpoint, apiKey, timeoutMillis, proxy } = options
  let date: string | undefined
  const transport = createHttpTransport({
    endpoint,
    apiKey,
    clock: createSystemClock(),
    createDispatcher: async (connecting) => {
      const dispatcher = await createUndiciDispatcher({
        connecting,
        connections: 1,
        connectTimeoutMillis: timeoutMillis,
        ...(proxy && { proxy }),
      })
      return watchDate(dispatcher, (seen) => (date = seen))
    },
  })
  const startMillis = Date.now()
  const signal = new AbortController().signal
  const attempt = await transport.post({ key: randomUUID(), body, timeoutMillis, signal })
  const wallMillis = (startMillis + Date.now()) / 2
  await transport.close()
  return { attempt, date, wallMillis }
}

/** The client has no use for the header, so it is read on its way there. */
function watchDate(dispatcher: Dispatcher, onDate: (date: string) => void): Dispatcher {
  const dispatch = dispatcher.dispatch.bind(dispatcher)
  dispatcher.dispatch = (options, handler) => {
    const start = handler.onResponseStart?.bind(handler)
    handler.onResponseStart = (controller, status, headers, message) => {
      if (typeof headers['date'] === 'string') onDate(headers['date'])
      start?.(controller, status, headers, message)
    }
    return dispatch(options, handler)
  }
  return dispatcher
}
