import type { HttpBindings } from '@hono/node-server'
import type { FaultFunction } from '../faults/fault.ts'
import type { LocalLimits } from '../contract/limits.ts'
import type { Refusal } from '../contract/answer.ts'
import type { RefusalStatuses } from '../contract/refusal-statuses.ts'
import type { LocalPoint } from '../store/local-chart.ts'
import type { EventHub } from '../live/event-hub.ts'
import type { RefusalLog } from '../refusal-log.ts'
import type { SpikelogStore } from '../store/spikelog-store.ts'
import type { Access } from './access.ts'
import type { RequestCounter } from './request-counter.ts'

/** Hono's view of Node's request and response. */
export interface AppEnvironment {
  Bindings: HttpBindings
}

/** What the routes work with. */
export interface AppParts {
  readonly store: SpikelogStore
  readonly limits: LocalLimits
  readonly statuses: RefusalStatuses
  readonly counter: RequestCounter
  /** Wall clock in milliseconds since 1970. */
  readonly now: () => number
  /** Says why a sent API key is not good, or `undefined` when it is. */
  readonly checkKey: (sent: string | undefined) => Refusal | undefined
  readonly access: Access
  readonly events: EventHub
  /** Picks the fault of an ingest request. */
  readonly pickFault: FaultFunction
  /** The signal that ends with the present listening. */
  readonly signal: () => AbortSignal
  readonly refusals: RefusalLog
  /** Called after a point was stored. */
  readonly onStored: (chart: string, point: LocalPoint) => void
}
