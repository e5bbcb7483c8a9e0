import type { Section } from '../memory/memory.ts'
import type { WallTimes } from '../memory/wall-times.ts'
import { longestRetryAfterMillis } from './retry-policy.ts'

/**
 * How the account stands: `up`; `down` after a pump that delivered nothing and failed as transient;
 * `key_refused` and `misconfigured` until a probe is delivered.
 */
export type AccountState = 'up' | 'down' | 'key_refused' | 'misconfigured'

/** What a pump may do: post everything, try one chart first, or wait. */
export type Plan = 'all' | 'probe' | 'wait'

/** What the answers of one pump say about the account. */
export interface PumpEvidence {
  readonly delivered: number
  /** Failed without a definite answer. */
  readonly transient: number
  readonly key: number
  /** The key was blamed by the lack of other evidence: no answer was a 401. */
  readonly isKeyInDoubt: boolean
  readonly configuration: number
}

const probeIntervalMillis = 15 * 60 * 1000

/** Reads a state that was remembered, which may be anything. */
export function toAccountState(value: unknown): AccountState {
  return value === 'down' || value === 'key_refused' || value === 'misconfigured' ? value : 'up'
}

/** Decides when to post, from what the answers said. Pure but for its own memory. */
export class Account {
  #state: AccountState = 'up'
  #probeAtMillis = -Infinity
  #notBeforeMillis = -Infinity
  #probeTurn = 0
  #triedAtMillis = -Infinity

  get state(): AccountState {
    return this.#state
  }

  /** No post may start before this: the service said so by `Retry-After`. */
  get notBeforeMillis(): number {
    return this.#notBeforeMillis
  }

  /**
   * Whose turn it is to be the probe, counted from the chart of highest priority. Another one's after
   * each probe that fails while the client is down or leaves the key in doubt: the service may fail
   * on that one chart only, and the others must not wait for it for good.
   */
  get probeTurn(): number {
    return this.#probeTurn
  }

  /** When something was last posted, whatever came of it. */
  get triedAtMillis(): number {
    return this.#triedAtMillis
  }

  /** Takes a `Retry-After` note of; it holds for the whole account. */
  postpone(untilMillis: number): void {
    this.#notBeforeMillis = Math.max(this.#notBeforeMillis, untilMillis)
  }

  planAt(now: number, lastStartMillis: number): Plan {
    if (this.#notBeforeMillis > lastStartMillis) return 'wait'
    if (this.#state === 'up') return 'all'
    if (this.#state === 'down') return 'probe'
    return now >= this.#probeAtMillis ? 'probe' : 'wait'
  }

  /** Draws the conclusion of a pump that posted something. */
  conclude(evidence: PumpEvidence, now: number): void {
    this.#triedAtMillis = now
    const isInDoubt = evidence.key > 0 && evidence.isKeyInDoubt
    const isStillDown = this.#state === 'down' && evidence.transient > 0
    if (evidence.delivered > 0) this.#probeTurn = 0
    else if (isInDoubt || isStillDown) this.#probeTurn += 1
    if (evidence.key > 0 || evidence.configuration > 0) {
      this.#state = evidence.key > 0 ? 'key_refused' : 'misconfigured'
      this.#probeAtMillis = now + probeIntervalMillis
    } else if (evidence.delivered > 0) {
      this.#state = 'up'
    } else if (evidence.transient > 0) {
      // A refused key is not cleared by a network that fails: it is asked about again later.
      if (this.#isRefused) this.#probeAtMillis = now + probeIntervalMillis
      else this.#state = 'down'
    } else {
      // Only definite refusals of charts or points: the account itself is fine.
      this.#state = 'up'
    }
  }

  /** What other processes have to know. */
  snapshot({ toWall }: WallTimes): Section {
    const times = [
      ['probeAt', this.#probeAtMillis],
      ['notBefore', this.#notBeforeMillis],
      ['triedAt', this.#triedAtMillis],
    ] as const
    return new Map<string, number | string>([
      ...(this.#state === 'up' ? [] : [['state', this.#state] as const]),
      ...(this.#probeTurn === 0 ? [] : [['turn', this.#probeTurn] as const]),
      ...times.flatMap(([name, at]) => (at === -Infinity ? [] : [[name, toWall(at)] as const])),
    ])
  }

  /** Takes over what they know. */
  restore(known: Section, { now, fromWall }: WallTimes): void {
    const read = (name: string, latestMillis: number): number =>
      fromWall(known.get(name), latestMillis) ?? -Infinity
    const turn = known.get('turn')
    this.#state = toAccountState(known.get('state'))
    this.#probeTurn = typeof turn === 'number' && turn >= 0 ? Math.trunc(turn) : 0
    this.#probeAtMillis = read('probeAt', now + probeIntervalMillis)
    this.#notBeforeMillis = read('notBefore', now + longestRetryAfterMillis)
    this.#triedAtMillis = read('triedAt', now)
  }

  get #isRefused(): boolean {
    return this.#state === 'key_refused' || this.#state === 'misconfigured'
  }
}
