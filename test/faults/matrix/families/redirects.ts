import type { Fault } from '../support/fault.ts'
import { useLocalOf } from '../support/injected.ts'
import { useOtherHost } from '../support/use-other-host.ts'

/** To another host, which must see nothing at all. */
export const redirects: readonly Fault[] = ([301, 302, 303, 307, 308] as const).map((status) => ({
  name: `${status} to another host`,
  means: 'configuration',
  prepare: async (finished) => {
    const local = await useLocalOf(finished)
    const other = await useOtherHost(finished)
    return {
      local: () => local,
      endpoint: local.endpoint,
      start: () => local.setFaults({ type: 'redirect', status, location: other.url }),
      end: () => local.setFaults(undefined),
      sentElsewhere: other.received,
    }
  },
}))
