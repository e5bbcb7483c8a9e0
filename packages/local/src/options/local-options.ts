import type { LocalLimits } from '../contract/limits.ts'
import type { RefusalStatuses } from '../contract/refusal-statuses.ts'
import type { FaultPlan } from '../faults/fault.ts'

/** Options of `startLocalSpikelog`. All have defaults. */
export interface LocalSpikelogOptions {
  /** TCP port; 0 takes any free one. @default 7745 */
  port?: number | undefined
  /** Address or name to listen on; others than this machine reach it only if you open it to them. @default '127.0.0.1' */
  host?: string | undefined
  /** The one key that is known, visible ASCII. @default 'sk_local' */
  apiKey?: string | undefined
  /** Path of a SQLite file that keeps charts, points and idempotency keys. @default in memory */
  file?: string | undefined
  /** What goes wrong on purpose. @default nothing */
  faults?: FaultPlan | undefined
  /** Limits to change. @default those of the free plan */
  limits?: Partial<LocalLimits> | undefined
  /** Statuses of refusals to change, to try a client against other readings of the contract. */
  statuses?: Partial<RefusalStatuses> | undefined
  /** Wall clock in milliseconds since 1970, for tests. @default Date.now */
  now?: (() => number) | undefined
}

/** Options with every default filled in. */
export interface CompleteOptions {
  port: number
  host: string
  apiKey: string
  file: string | undefined
  faults: FaultPlan | undefined
  limits: LocalLimits
  statuses: RefusalStatuses
  now: () => number
}
