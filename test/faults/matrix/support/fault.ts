import type { Dispatcher } from 'undici'
import type { LocalSpikelog } from '@spikelog-otel/local'
import type { onTestFinished } from 'vitest'
import type { Meaning } from './outcome.ts'

/** Registers what is to be done when a cell is over: cells run side by side, so each has its own. */
export type Finished = typeof onTestFinished

/** What each cell measures, on these charts. */
export const charts = ['a', 'b', 'c', 'd'] as const
export type Chart = (typeof charts)[number]

/** The key of every cell. It must be nowhere but at the local Spikelog. */
export const apiKey = 'sk_matrix_0123456789'

/** A row of the matrix. */
export interface Fault {
  readonly name: string
  /** What it means, by the documentation's table "What an answer means". */
  readonly means: Meaning
  /** The charts that it hits; the others are delivered. Default: all. */
  readonly hits?: readonly Chart[]
  /** A point of each chart was accepted before the fault begins. */
  readonly isWarm?: boolean
  /** Longer than its meaning says: the service said so itself. */
  readonly askedAgainAfterMillis?: number
  /** Nothing ever comes back: only the end of the time ends an attempt. */
  readonly hangs?: boolean
  /** It is over within the operation, which gets the time that takes. */
  readonly isBrief?: boolean
  /** The most requests that each chart may cost as long as it lasts; default by the retry policy. */
  readonly mostRequests?: number
  readonly prepare: (finished: Finished) => Promise<Scene>
}

/** The world of one cell. */
export interface Scene {
  /** The one that runs at present. */
  readonly local: () => LocalSpikelog
  readonly endpoint: string
  /** What posts go through, when the fault needs one of its own. */
  readonly dispatcher?: Dispatcher
  /** The same for a process of its own. */
  readonly child?: {
    readonly files?: Readonly<Record<string, string>>
    readonly imports?: readonly string[]
    readonly environment?: Readonly<Record<string, string>>
  }
  readonly start: () => void | Promise<void>
  readonly end: () => void | Promise<void>
  /** All that another host than Spikelog was sent. */
  readonly sentElsewhere?: () => string
}
