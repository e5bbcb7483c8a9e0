import { isLoopback } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { Finding } from './finding.ts'

type Way = Pick<ResolvedClientOptions, 'endpoint' | 'proxy'>

/** Says which way posts go. */
export function judgeProxy(way: Way): Finding {
  const isHere = isLoopback(way.endpoint.hostname)
  const none = isHere ? 'None: the endpoint is on this machine.' : 'None is set.'
  const name = nameProxy(way)
  return { check: 'proxy', state: 'ok', message: name === undefined ? none : `${name}.` }
}

/** Names the proxy that the environment has for an endpoint, and where it is from. */
export function nameProxy({ endpoint, proxy }: Way): string | undefined {
  if (proxy === undefined || isLoopback(endpoint.hostname)) return undefined
  const isHttps = endpoint.protocol === 'https:'
  const url = isHttps ? proxy.httpsProxy : proxy.httpProxy
  if (url === undefined || url === '') return undefined
  const unless = proxy.noProxy === '' ? '' : `, but for NO_PROXY=${proxy.noProxy}`
  // Of a proxy's URL neither name nor password are shown.
  return `${new URL(url).host} (${isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY'}${unless})`
}
