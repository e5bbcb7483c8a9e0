import type { AttributeFilter } from './chart-rule.ts'
import type { PointFilter } from './point-reader.ts'

/** Where the exporter itself posts to. */
export interface OwnEndpoint {
  /** Host name or address, as in a URL. */
  readonly host: string
  readonly port: number
}

/** Makes the test of a rule's `where`; `undefined` when everything counts. */
export function toWhereFilter(where: AttributeFilter | undefined): PointFilter | undefined {
  const wanted = Object.entries(where ?? {})
  if (wanted.length === 0) return undefined
  return (attributes) =>
    attributes !== undefined && wanted.every(([key, value]) => attributes[key] === value)
}

/** Makes the test that tells requests to others from the exporter's own. */
export function toForeignTrafficFilter({ host, port }: OwnEndpoint): PointFilter {
  const ownHost = toBareHost(host)
  return (attributes) =>
    Number(attributes?.['server.port']) !== port ||
    toBareHost(String(attributes?.['server.address'])) !== ownHost
}

/** Joins two tests; either may be missing. */
export function bothFilters(
  a: PointFilter | undefined,
  b: PointFilter | undefined,
): PointFilter | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return (attributes) => a(attributes) && b(attributes)
}

// URLs put IPv6 addresses in brackets, attributes don't.
function toBareHost(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
}
