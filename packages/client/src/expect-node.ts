import { SpikelogError } from './spikelog-error.ts'

/** undici 8 needs it; the same as `engines` in package.json. */
const oldest = [22, 19] as const

/**
 * Says at once what would fail in odd ways later: npm only warns of `engines`.
 *
 * @throws SpikelogError `unsupported_node` on an older Node
 */
export function expectNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  throw new SpikelogError(
    'unsupported_node',
    `Expected Node ${oldest.join('.')} or newer, got ${version}. Update Node, e.g. to the current LTS.`,
  )
}
