import type { Clock } from './clock.ts'
import type { DeliveryObserver } from './delivery/delivery-observer.ts'
import type { Transport } from './delivery/transport.ts'
import type { ReadEnvironment } from './environment.ts'
import type { Logger } from './log.ts'
import type { ResolvedClientOptions } from './options/client-options.ts'

/**
 * The client's edges to the world, each with a real default. For those who build on the client (the
 * OpenTelemetry exporter does) and for tests; an app needs none of them.
 */
export interface ClientParts {
  readonly clock?: Clock
  /** From 0 (included) to 1. */
  readonly random?: () => number
  /** Replaces HTTP. */
  readonly transport?: Transport
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger
  readonly environment?: ReadEnvironment
  /** Options that were read already; the constructor's own are not looked at then. */
  readonly resolvedOptions?: ResolvedClientOptions
  /** What `rollout` goes by. Default: the host's name. */
  readonly instance?: string
  /** Wraps every delivery, e.g. to suppress its tracing. */
  readonly runDelivery?: <T>(deliver: () => Promise<T>) => Promise<T>
  /** Watches delivery, e.g. to make metrics of it. */
  readonly observer?: DeliveryObserver
  /**
   * Lets the process end although a post is under way, for those who wait for `flush()` or `close()`
   * when it wants to end.
   */
  readonly isBackground?: boolean
  /** What `merge()` gets is what its type says, and nobody changes it later: it is not checked. */
  readonly trustsMerged?: boolean
  /** Charts that hold a slot from the start, in order of priority. */
  readonly reservedCharts?: readonly string[]
  /** Charts that get no slot, and of which that has been said already. */
  readonly leftOutCharts?: readonly string[]
  /** Says what to do about charts that were left out, given those that were admitted. */
  readonly adviseLeftOut?: (charts: readonly string[], admitted: readonly string[]) => string
}
