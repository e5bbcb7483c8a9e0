import type { AccountState } from '@spikelog-otel/client'
import type { Saying } from './sayings.ts'

/** What an answer means: the rows of the table in the documentation. */
export type Meaning =
  | 'delivered'
  | 'did not arrive'
  | 'may have arrived'
  | 'configuration'
  | 'key'
  | 'quota'
  | 'value'

/** What follows from a meaning. */
export interface Outcome {
  /** Where its points are once the operation is over and the fault goes on. */
  readonly points: 'stored' | 'kept' | 'refused'
  /** How the account stands then. */
  readonly state: AccountState
  /** Why the points are in the fallback file: when refused, or when kept until a shutdown. */
  readonly reason: 'none' | 'shutdown' | 'shutdown_maybe_delivered' | 'quota' | 'value'
  /** Said once when it begins: for the account, or for each chart that is refused. */
  readonly says: Saying | 'nothing'
  /** The service is not asked again before this is over; 0: in the next bucket. */
  readonly askedAgainAfterMillis: number
}

const hourMillis = 60 * 60 * 1000

export const outcomes: Readonly<Record<Meaning, Outcome>> = {
  delivered: {
    points: 'stored',
    state: 'up',
    reason: 'none',
    says: 'nothing',
    askedAgainAfterMillis: 0,
  },
  'did not arrive': {
    points: 'kept',
    state: 'down',
    reason: 'shutdown',
    says: 'down',
    askedAgainAfterMillis: 0,
  },
  'may have arrived': {
    points: 'kept',
    state: 'down',
    reason: 'shutdown_maybe_delivered',
    says: 'down',
    askedAgainAfterMillis: 0,
  },
  configuration: {
    points: 'kept',
    state: 'misconfigured',
    reason: 'shutdown',
    says: 'misconfigured',
    askedAgainAfterMillis: hourMillis / 4,
  },
  key: {
    points: 'kept',
    state: 'key_refused',
    reason: 'shutdown',
    says: 'keyRefused',
    askedAgainAfterMillis: hourMillis / 4,
  },
  quota: {
    points: 'refused',
    state: 'up',
    reason: 'quota',
    says: 'quota',
    askedAgainAfterMillis: hourMillis,
  },
  value: {
    points: 'refused',
    state: 'up',
    reason: 'value',
    says: 'value',
    askedAgainAfterMillis: 0,
  },
}
