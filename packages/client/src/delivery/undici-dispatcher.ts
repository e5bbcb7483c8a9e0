import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'

export type { Dispatcher } from 'undici'

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
  readonly proxy?: ProxySettings
  /** Connections keep no process alive, busy ones neither. (Those through a proxy do, when busy.) */
  readonly isBackground?: boolean
}): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, buildConnector } = await loadUndici()
  const connectOptions = { timeout: options.connectTimeoutMillis }
  const agentOptions = {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: connectOptions,
  }
  if (options.proxy !== undefined) {
    return new EnvHttpProxyAgent({ ...agentOptions, ...options.proxy })
  }
  if (options.isBackground !== true) return new Agent(agentOptions)
  const connect = buildConnector(connectOptions)
  return new Agent({
    ...agentOptions,
    connect: (target, callback) =>
      connect(target, (...result) => {
        neverHold(result[1])
        callback(...result)
      }),
  })
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

/** undici is CommonJS, which a bundle as ES module cannot load without a `require` of its own. */
async function loadUndici() {
  try {
    return await import('undici')
  } catch (error) {
    throw new Error(
      `undici cannot be loaded (${String(error)}): see "Bundled apps" in @spikelog-otel/client's README`,
      { cause: error },
    )
  }
}
