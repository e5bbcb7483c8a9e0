import type { FaultPlan, LocalSpikelog } from '@spikelog-otel/local'
import { useFolder } from '../../../client/support/use-folder.ts'
import { charts } from './fault.ts'
import type { Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'

/** A server that can be ended as by a crash, and started again on its file and port. */
async function useDurable(
  finished: Finished,
): Promise<{ local: () => LocalSpikelog; restart: () => Promise<void> }> {
  const file = `${useFolder(finished)}/spikelog.sqlite`
  let local = await useLocalOf(finished, { file })
  const port = Number(new URL(local.url).port)
  return {
    local: () => local,
    async restart() {
      await local.close()
      local = await useLocalOf(finished, { file, port })
    },
  }
}

/** It restarts while nothing is under way. */
export async function prepareRestart(finished: Finished): Promise<Scene> {
  const { local, restart } = await useDurable(finished)
  return { local, endpoint: local().endpoint, start: restart, end: () => {} }
}

/** It stores a point of each chart, answers none and restarts. */
export async function prepareRestartInFlush(finished: Finished): Promise<Scene> {
  const { local, restart } = await useDurable(finished)
  const isUnanswered: FaultPlan = { type: 'hang', stage: 'after-store' }
  return {
    local,
    endpoint: local().endpoint,
    start() {
      const waiting = new Set<string>(charts)
      local().setFaults(isUnanswered)
      local().onPoint(({ chart }) => {
        waiting.delete(chart)
        // Not in the middle of the storing: the listener is called before the answer.
        if (waiting.size === 0) setImmediate(() => void restart())
      })
    },
    end: () => local().setFaults(undefined),
  }
}
