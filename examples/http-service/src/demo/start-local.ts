import { startLocalSpikelog } from '@spikelog-otel/local'
import type { LocalSpikelog } from '@spikelog-otel/local'

/** Starts a local Spikelog on its usual port, or on any free one when that is taken. */
export async function startLocal(): Promise<LocalSpikelog> {
  try {
    return await startLocalSpikelog()
  } catch (error) {
    if (!isPortTaken(error)) throw error
    return startLocalSpikelog({ port: 0 })
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
