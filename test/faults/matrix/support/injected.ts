import { startLocalSpikelog } from '@spikelog-otel/local'
import type { FaultPlan, LocalSpikelog, LocalSpikelogOptions } from '@spikelog-otel/local'
import { apiKey } from './fault.ts'
import type { Fault, Finished, Scene } from './fault.ts'

/** A local Spikelog for one cell. */
export async function useLocalOf(
  finished: Finished,
  options: LocalSpikelogOptions = {},
): Promise<LocalSpikelog> {
  const local = await startLocalSpikelog({ port: 0, apiKey, ...options })
  finished(() => local.close())
  return local
}

/** Lets the local Spikelog itself go wrong. */
export function inject(plan: FaultPlan): Fault['prepare'] {
  return async (finished): Promise<Scene> => {
    const local = await useLocalOf(finished)
    return {
      local: () => local,
      endpoint: local.endpoint,
      start: () => local.setFaults(plan),
      end: () => local.setFaults(undefined),
    }
  }
}
