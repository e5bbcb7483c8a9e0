import { createSystemClock } from '@spikelog-otel/client/internals'
import type { Attempt, PostRequest, Transport } from '@spikelog-otel/client'
import { onTestFinished } from 'vitest'
import { createHttpTransport } from '../../../packages/client/src/delivery/http-transport.ts'
import type { HttpTransportOptions } from '../../../packages/client/src/delivery/http-transport.ts'
import { createUndiciDispatcher } from '../../../packages/client/src/delivery/undici-dispatcher.ts'
import { testKey } from '../../support/use-client.ts'

/** The real transport on the real clock, and a short way to post through it. */
export function useTransport(
  endpoint: string,
  options: Partial<HttpTransportOptions> = {},
): { transport: Transport; post: (request?: Partial<PostRequest>) => Promise<Attempt> } {
  const transport = createHttpTransport({
    endpoint: new URL(endpoint),
    apiKey: testKey,
    clock: createSystemClock(),
    createDispatcher: () =>
      createUndiciDispatcher({ connections: 10, connectTimeoutMillis: 10_000 }),
    ...options,
  })
  onTestFinished(() => transport.close())
  const post = (request: Partial<PostRequest> = {}): Promise<Attempt> =>
    transport.post({
      key: 'the-key',
      body: '{"chart":"users","value":1}',
      timeoutMillis: 5000,
      signal: new AbortController().signal,
      ...request,
    })
  return { transport, post }
}

/** How long it takes, in milliseconds. */
export async function timed<T>(promise: Promise<T>): Promise<{ value: T; millis: number }> {
  const start = performance.now()
  const value = await promise
  return { value, millis: performance.now() - start }
}
