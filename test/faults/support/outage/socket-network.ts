import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Transport } from '@spikelog-otel/client'
import { createHttpTransport } from '../../../../packages/client/src/delivery/http-transport.ts'
import { createUndiciDispatcher } from '../../../../packages/client/src/delivery/undici-dispatcher.ts'
import { settled } from '../../../support/fake-clock.ts'
import type { FakeClock } from '../../../support/fake-clock.ts'
import type { Network } from './network.ts'
import type { OutageKind } from './outage-kinds.ts'
import { StoredPoints } from './stored-points.ts'

/** Less than an attempt may take, so that none is over before its answer had the time to come. */
const stepMillis = 5000

/** A server on a real socket and the transport that users have, on the fake clock. */
export async function createSocketNetwork(
  clock: FakeClock,
): Promise<Network & { readonly close: () => void }> {
  const points = new StoredPoints()
  const counts = { posted: 0, received: 0, inFlight: 0 }
  let kind: OutageKind | undefined
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      counts.received += 1
      if (kind === undefined) points.store(String(request.headers['idempotency-key']), body)
      answer(response, kind)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const http = createHttpTransport({
    endpoint: new URL(`http://127.0.0.1:${port}/api/v1/ingest`),
    apiKey: 'sk_test',
    clock,
    createDispatcher: () =>
      createUndiciDispatcher({ connections: 10, connectTimeoutMillis: 10_000 }),
  })
  const transport: Transport = {
    async post(request) {
      counts.posted += 1
      counts.inFlight += 1
      const attempt = await http.post(request)
      counts.inFlight -= 1
      return attempt
    },
    close: () => http.close(),
  }
  // An answer that never comes is waited for on the fake clock, all others on the real one.
  const isQuiet = (): boolean =>
    kind === 'hanging' ? counts.received === counts.posted : counts.inFlight === 0
  return {
    transport,
    points,
    requests: () => counts.received,
    goAway(now) {
      kind = now
      return Promise.resolve()
    },
    comeBack() {
      kind = undefined
      return Promise.resolve()
    },
    async pass(millis) {
      for (let passed = 0; passed < millis; passed += stepMillis) {
        await clock.advance(stepMillis)
        while (!isQuiet()) await settled()
      }
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function answer(response: ServerResponse, kind: OutageKind | undefined): void {
  if (kind === 'hanging') return
  if (kind === '429 with Retry-After') response.setHeader('retry-after', '3600')
  response.statusCode = kind === undefined ? 200 : Number.parseInt(kind, 10)
  response.end('{}')
}
