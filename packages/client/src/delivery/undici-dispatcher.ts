import type { Socket } from 'node:net'
import type * as undici from 'undici'
import type { Dispatcher } from 'undici'

export type { Dispatcher } from 'undici'

interface Connection {
  readonly destroy: (error: Error) => unknown
}

/** Connections that are being made. */
export type Connecting = Set<Connection>

/** Proxies as the environment names them; empty for none. */
export interface ProxySettings {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

/**
 * Makes undici's dispatcher. The only place that imports undici, and only when something is first
 * posted: loading it takes longer than all the rest of this package.
 */
export async function createUndiciDispatcher(options: {
  readonly connections: number
  readonly connectTimeoutMillis: number
  /** Connections are in it while they are being made. (Those to a proxy are not.) */
  readonly connecting?: Connecting
  readonly proxy?: ProxySettings
  /** Connections keep no process alive, busy ones neither. (Those through a proxy do, when busy.) */
  readonly isBackground?: boolean
}): Promise<Dispatcher> {
  // To agents alone HTTP/1.1 would be said in vain: a connector of one's own offers what it is told.
  const connectOptions = { timeout: options.connectTimeoutMillis, allowH2: false }
  const agentOptions = {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: connectOptions,
  }
  if (options.proxy !== undefined) {
    const { EnvHttpProxyAgent } = await loadWhole()
    // Of a connection to a proxy undici asks that here.
    const connectTimeout = options.connectTimeoutMillis
    return new EnvHttpProxyAgent({ ...agentOptions, connectTimeout, ...options.proxy })
  }
  const { Agent, buildConnector } = await loadParts()
  const connect = buildConnector(connectOptions)
  return new Agent({
    ...agentOptions,
    connect: (target, callback) => {
      const connection: unknown = connect(target, (...result) => {
        if (isConnection(connection)) options.connecting?.delete(connection)
        if (options.isBackground === true) neverHold(result[1])
        callback(...result)
      })
      if (isConnection(connection)) options.connecting?.add(connection)
    },
  })
}

/** undici's types do not tell what a connector returns. */
function isConnection(value: unknown): value is Connection {
  return value instanceof Object && 'destroy' in value && typeof value.destroy === 'function'
}

/**
 * undici refs a connection whenever a request starts on it.
 *
 * @param socket `null` by undici's types when there is no connection, in truth `undefined`
 */
function neverHold(socket: Socket | null | undefined): void {
  socket?.unref()
  if (socket) socket.ref = () => socket
}

/**
 * Loads the parts of undici that work alone (the one for proxies does not): all of it takes three
 * times as long, and puts itself behind the app's own `fetch`. undici promises nobody its files:
 * where a version keeps them elsewhere, all of it is loaded. The imports stand in the `try` so that
 * bundlers of apps let them be missing.
 */
async function loadParts(): Promise<Pick<typeof undici, 'Agent' | 'buildConnector'>> {
  try {
    // @ts-expect-error -- undici has types for the whole only
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    // @ts-expect-error -- undici has types for the whole only
    const { default: buildConnector } = await import('undici/lib/core/connect.js')
    const isAsExpected = typeof Agent === 'function' && typeof buildConnector === 'function'
    if (isAsExpected) return { Agent, buildConnector }
  } catch {
    // What is wrong, if it is not the paths, the whole will say.
  }
  return loadWhole()
}

/** undici is CommonJS, which a bundle as ES module cannot load without a `require` of its own. */
async function loadWhole() {
  try {
    return await import('undici')
  } catch (error) {
    throw new Error(
      `undici cannot be loaded (${String(error)}): see https://github.com/spikelog-otel/spikelog-otel/blob/main/packages/client/docs/using-it.md#bundled-apps`,
      { cause: error },
    )
  }
}
