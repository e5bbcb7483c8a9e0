import { isIPv6 } from 'node:net'

/** The URL under which a client on this machine reaches a server that listens on host and port. */
export function toUrl(host: string, port: number): string {
  // "All addresses" is something to listen on, but on some systems nothing to connect to.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`
}
