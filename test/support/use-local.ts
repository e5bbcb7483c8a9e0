import { startLocalSpikelog } from '@spikelog-otel/local'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { onTestFinished } from 'vitest'

type LocalOptions = NonNullable<Parameters<typeof startLocalSpikelog>[0]>

/** A local Spikelog on a free port, closed when the test ends. */
export async function useLocal(options: LocalOptions = {}): Promise<LocalSpikelog> {
  const local = await startLocalSpikelog({ port: 0, ...options })
  onTestFinished(() => local.close())
  return local
}
