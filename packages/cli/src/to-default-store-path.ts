import { isAbsolute, join } from 'node:path'
import type { ReadEnvironment } from './environment.ts'

/**
 * Where a store lies that nobody gave a path: one file an account, in the folder that the XDG Base
 * Directory Specification has for what programs keep between runs.
 *
 * @param home - the user's folder, for an environment without one
 */
export function toDefaultStorePath(
  environment: ReadEnvironment,
  account: string,
  home: string,
): string {
  const state = environment('XDG_STATE_HOME')
  const folder =
    // A relative one is invalid, says the specification.
    state !== undefined && isAbsolute(state)
      ? state
      : join(environment('HOME') ?? home, '.local', 'state')
  return join(folder, 'spikelog', `${account}.sqlite`)
}
