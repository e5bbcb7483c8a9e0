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
}): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await loadUndici()
  const agentOptions = {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: options.connectTimeoutMillis },
  }
  return options.proxy === undefined
    ? new Agent(agentOptions)
    : new EnvHttpProxyAgent({ ...agentOptions, ...options.proxy })
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
