import { isLoopback } from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { Finding } from './finding.ts'

/** Says which way posts go. */
export function judgeProxy({
  endpoint,
  proxy,
}: Pick<ResolvedClientOptions, 'endpoint' | 'proxy'>): Finding {
  if (isLoopback(endpoint.hostname)) return found('None: the endpoint is on this machine.')
  const isHttps = endpoint.protocol === 'https:'
  const url = isHttps ? proxy?.httpsProxy : proxy?.httpProxy
  if (proxy === undefined || url === undefined || url === '') return found('None is set.')
  const unless = proxy.noProxy === '' ? '' : `, but for NO_PROXY=${proxy.noProxy}`
  // Of a proxy's URL neither name nor password are shown.
  return found(`${new URL(url).host} (${isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY'}${unless}).`)
}

function found(message: string): Finding {
  return { check: 'proxy', state: 'ok', message }
}
