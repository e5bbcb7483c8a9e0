import { monitorEventLoopDelay } from 'node:perf_hooks'
import { vi } from 'vitest'
import type { Finished } from './fault.ts'

const resolutionMillis = 10

/** How late this process's event loop was. */
export interface Lag {
  readonly mostMillis: () => Promise<number>
  /** More than this, and nobody can tell any more what was the fault's doing. */
  readonly toleratedMillis: number
}

/** Watches the event loop from now until the cell is over. */
export async function useLag(finished: Finished, toleratedMillis: number): Promise<Lag> {
  const lag = monitorEventLoopDelay({ resolution: resolutionMillis })
  lag.enable()
  finished(() => void lag.disable())
  // It measures from one of its ticks to the next: what is late before or after those is not seen.
  const nextTick = (): Promise<true> => {
    const { count } = lag
    return vi.waitUntil(() => lag.count > count, { interval: 5, timeout: 60_000 })
  }
  await nextTick()
  return {
    toleratedMillis,
    mostMillis: async () => {
      await nextTick()
      return Math.max(0, lag.max / 1e6 - resolutionMillis)
    },
  }
}
