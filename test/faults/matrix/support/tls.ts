import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createServer } from 'node:tls'
import type { Socket } from 'node:net'
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import type { Fault, Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'
import { relay, useRelay } from './use-relay.ts'

/** Of `localhost`, signed by itself. */
const file = fileURLToPath(
  new URL('../../../client/support/self-signed-localhost.test-only.pem', import.meta.url),
)
const pem = readFileSync(file)

/** What is wrong, on the server's side or on the client's. */
interface Wrong {
  /** Takes a connection instead of the TLS server. */
  readonly treat?: (socket: Socket, localPort: number) => void
  /** How the client connects; by default it trusts the certificate and asks for its host. */
  readonly connect?: { readonly ca?: Buffer; readonly servername?: string }
  readonly host?: string
  readonly environment?: Readonly<Record<string, string>>
}

const right = { ca: pem, servername: 'localhost' }

/** A local Spikelog behind TLS, with something wrong while the fault lasts. */
function prepareTls({ treat, connect = right, host = 'localhost', environment = {} }: Wrong) {
  return async (finished: Finished): Promise<Scene> => {
    const local = await useLocalOf(finished)
    const { port, pathname } = new URL(local.endpoint)
    const localPort = Number(port)
    const server = createServer({ key: pem, cert: pem }, (socket) => relay(socket, localPort))
    server.on('tlsClientError', () => {})
    let isWrong = false
    const tlsPort = await useRelay(finished, (socket) => {
      if (isWrong && treat !== undefined) treat(socket, localPort)
      else server.emit('connection', socket)
    })
    const [wrongly, rightly] = [new Agent({ connect }), new Agent({ connect: right })]
    finished(async () => {
      await Promise.all([wrongly.destroy(), rightly.destroy()])
    })
    return {
      local: () => local,
      endpoint: `https://${host}:${tlsPort}${pathname}`,
      dispatcher: choose(() => (isWrong ? wrongly : rightly)),
      child: { environment },
      start: () => {
        isWrong = true
      },
      end: () => {
        isWrong = false
      },
    }
  }
}

function choose(pick: () => Dispatcher): Dispatcher {
  const dispatcher = Object.create(pick()) as Dispatcher
  dispatcher.dispatch = (options, handler) => pick().dispatch(options, handler)
  return dispatcher
}

const trusted = { NODE_EXTRA_CA_CERTS: file }

export const prepareSelfSigned: Fault['prepare'] = prepareTls({
  connect: { servername: 'localhost' },
})

export const prepareWrongHost: Fault['prepare'] = prepareTls({
  connect: { ca: pem },
  host: '127.0.0.1',
  environment: trusted,
})

export const preparePlainHttp: Fault['prepare'] = prepareTls({
  treat: relay,
  environment: trusted,
})

/** The first message of the client is there, and nothing of a request. */
export const prepareHandshakeReset: Fault['prepare'] = prepareTls({
  treat: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
  environment: trusted,
})
