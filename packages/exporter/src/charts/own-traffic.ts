import type { Attributes } from '@opentelemetry/api'
import { shorten } from './shorten.ts'
import { formatChartRule } from './format-chart-rule.ts'

/** Where the exporter itself posts to. */
export interface OwnEndpoint {
  /** Host name or address, as in a URL. */
  readonly host: string
  readonly port: number
}

/** Whose request a data point tells of; `unknown` when nothing in it says so. */
export type Traffic = 'own' | 'foreign' | 'unknown'

const addresses = ['server.address', 'net.peer.name']
const ports = ['server.port', 'net.peer.port']

/**
 * The attributes by which the exporter's requests are told from the app's, in `http.client.*`
 * metrics: those of today's semantic conventions, and those of instrumentations before them.
 */
export const ownTrafficAttributes: readonly string[] = [...addresses, ...ports]

/** Tells whether a metric may hold the exporter's own requests. */
export function isClientMetric(name: string): boolean {
  return name.toLowerCase().startsWith('http.client.')
}

/** Makes the test that tells the exporter's requests from others. */
export function toTrafficTest({
  host,
  port,
}: OwnEndpoint): (attributes: Attributes | undefined) => Traffic {
  const ownHost = toBareHost(host)
  return (attributes) => {
    const address = firstOf(attributes, addresses)
    if (address !== undefined && toBareHost(address) !== ownHost) return 'foreign'
    const usedPort = firstOf(attributes, ports)
    if (usedPort !== undefined && Number(usedPort) !== port) return 'foreign'
    return address === undefined || usedPort === undefined ? 'unknown' : 'own'
  }
}

/** Says that a metric is left out since the exporter's own requests may be in it. */
export function sayOwnTrafficLeftOut(metric: string): string {
  return `Metric \`${shorten(metric)}\` is left out, as any of \`http.client.*\` would be: ${sayMissing} Keep both in your views, or chart it, own requests included, with the rule \`${formatChartRule({ metric })}\``
}

/** Says that a metric that a rule names holds the exporter's own requests too. */
export function sayOwnTrafficIncluded(metric: string): string {
  return `Metric \`${shorten(metric)}\` is charted with the exporter's own requests in it, as any of \`http.client.*\` would be: ${sayMissing} Keep both in your views`
}

const sayMissing =
  'data points come without `server.address` and `server.port`, by which the exporter tells its own requests from yours (a view drops them, or there are more attribute sets than the SDK keeps).'

// Ports come as numbers and as texts.
function firstOf(attributes: Attributes | undefined, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes?.[key]
    if (typeof value === 'string' || typeof value === 'number') return String(value)
  }
  return undefined
}

// URLs put IPv6 addresses in brackets, attributes don't.
function toBareHost(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
}
