import { isIPv4 } from 'node:net'

/**
 * Whether a host name or address means this machine only. Names are not looked up: `localhost` and
 * what ends in `.localhost` count, any other name doesn't.
 */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^::ffff:/, '')
  if (isIPv4(name)) return name.startsWith('127.')
  return name === '::1' || name === 'localhost' || name.endsWith('.localhost')
}
