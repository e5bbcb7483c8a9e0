import {
  startLocalSpikelog,
  type LocalSpikelog,
  type LocalSpikelogOptions,
} from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'

/** Starts a local Spikelog on a free port and closes it when the test ends. */
export async function useLocalSpikelog(options: LocalSpikelogOptions = {}): Promise<LocalSpikelog> {
  const spikelog = await startLocalSpikelog({ port: 0, ...options })
  onTestFinished(() => spikelog.close())
  return spikelog
}
