import type { Fault } from '../support/fault.ts'
import { prepareRestart, prepareRestartInFlush } from '../support/restart.ts'

/** With its file: what it acknowledged is there again. */
export const restarts: readonly Fault[] = [
  {
    name: 'server restarts between two operations',
    means: 'delivered',
    isWarm: true,
    prepare: prepareRestart,
  },
  {
    // All is stored and nothing answered when it ends; the retries find the next one.
    name: 'server restarts in mid-flush',
    means: 'delivered',
    isBrief: true,
    prepare: prepareRestartInFlush,
  },
]
