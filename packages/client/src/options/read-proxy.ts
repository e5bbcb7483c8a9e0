import { describeValue } from '../describe-value.ts'
import type { ProxySettings } from '../delivery/undici-dispatcher.ts'
import type { OptionReader } from './option-reader.ts'

/**
 * Reads the usual proxy variables, lower case first, as curl does. One that is no URL warns and is
 * ignored, as any bad environment value.
 */
export function readProxy(
  reader: Pick<OptionReader, 'environment' | 'warn'>,
): ProxySettings | undefined {
  const httpProxy = readUrl(reader, 'http_proxy', 'HTTP_PROXY')
  const httpsProxy = readUrl(reader, 'https_proxy', 'HTTPS_PROXY')
  if (httpProxy === undefined && httpsProxy === undefined) return undefined
  const noProxy = reader.environment('no_proxy') ?? reader.environment('NO_PROXY')
  // Empty, not absent: for what is absent undici would read this process's environment itself.
  return { httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '', noProxy: noProxy ?? '' }
}

function readUrl(
  { environment, warn }: Pick<OptionReader, 'environment' | 'warn'>,
  ...variables: readonly string[]
): string | undefined {
  const variable = variables.find((name) => environment(name) !== undefined)
  const text = variable === undefined ? undefined : environment(variable)
  if (variable === undefined || text === undefined) return undefined
  // curl takes `host:port` too.
  const url = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol)) return url
  const expected = `Expected \`${variable}\` to be the http: or https: URL of a proxy`
  warn(`${expected}, got ${describeValue(url)}. It is ignored.`)
  return undefined
}
