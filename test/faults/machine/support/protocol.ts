import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'

/** How the app is set up. */
export interface Settings extends SpikelogExporterOptions {
  readonly bucketMillis: number
  /** Backoffs last this share of what they would. */
  readonly backoff: number
}

/** What the app is told, with a number of its own. */
export type Numbered = Command & { readonly number: number }

export type Command =
  | { readonly do: 'count'; readonly values: Readonly<Record<string, number>> }
  | { readonly do: 'forceFlush' | 'shutdown' | 'takeDescriptors' | 'freeDescriptors' | 'tell' }
  /** Turns the injected clock once the next delivery has begun. */
  | { readonly do: 'turnClockInDelivery'; readonly millis: number }

/** How the app does after a command, and when it ends. */
export interface Told {
  readonly is: 'done' | 'ended'
  /** Of the command. */
  readonly number?: number
  readonly pending: number
  readonly dropped: Readonly<Record<string, number | undefined>>
  readonly fallback: number
  readonly state: string
  /** What is open in it, as far as it can tell. */
  readonly resources: readonly string[]
  readonly wallMillis: number
}

/** An operation of the app or a delivery of the exporter that is over; times by the machine's clock. */
export interface Over {
  readonly is: 'over'
  readonly what: 'delivery' | 'operation'
  readonly fromMillis: number
  readonly toMillis: number
  /** How late the event loop was meanwhile: at most, and but for that one time. */
  readonly lagMillis: number
  readonly nextLagMillis: number
}

/** A line of the exporter's log. */
export interface Line {
  readonly is: 'log'
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly message: string
}

/** What the app says, one line of JSON each. */
export type Said =
  | { readonly is: 'ready'; readonly resources: readonly string[] }
  | { readonly is: 'begun'; readonly what: 'delivery' | 'operation'; readonly fromMillis: number }
  | Over
  | Line
  | Told
