import type { Attempt, PostRequest } from '@spikelog-otel/client'
import type { FakeClock } from '../../support/fake-clock.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import type { SeenPost } from '../../support/fake-transport.ts'
import type { Reaction } from './life.ts'

const isWell: Reaction = {
  gives: 200,
  stores: true,
  afterMillis: 0,
  retryAfter: undefined,
  body: '',
}

/** A service that reacts as it is told, and keeps the first point of a key, as the contract says. */
export class ReactingService extends FakeTransport {
  /** Points by key, in order of arrival. */
  readonly stored = new Map<string, { chart: string; value: number; atMillis: number }>()
  /** Keys that came with two different bodies. */
  readonly changedBodies: string[] = []
  reactions: readonly Reaction[]
  readonly #clock: FakeClock
  readonly #bodies = new Map<string, string>()
  #turn = 0

  constructor(clock: FakeClock, reactions: readonly Reaction[]) {
    super((post, request) => this.#react(post, request))
    this.#clock = clock
    this.reactions = reactions
  }

  #react(post: SeenPost, request: PostRequest): Promise<Attempt> {
    const reaction = this.reactions[this.#turn % this.reactions.length] ?? isWell
    this.#turn += 1
    this.#read(post, reaction)
    return this.#answer(reaction, request)
  }

  #read({ key, chart, value, body }: SeenPost, { gives, stores }: Reaction): void {
    if ((this.#bodies.get(key) ?? body) !== body) this.changedBodies.push(key)
    this.#bodies.set(key, body)
    if (!(isTaken(gives) || (stores && isAmbiguous(gives))) || this.stored.has(key)) return
    if (typeof value !== 'number') throw new Error(`not a number on the wire: ${body}`)
    this.stored.set(key, { chart, value, atMillis: this.#clock.now() })
  }

  /** The transport's part of the bargain: an attempt ends at its timeout, and when it is given up. */
  #answer(reaction: Reaction, { timeoutMillis, signal }: PostRequest): Promise<Attempt> {
    const isInTime = reaction.gives !== 'silence' && reaction.afterMillis < timeoutMillis
    if (isInTime && reaction.afterMillis === 0) return Promise.resolve(toAttempt(reaction))
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(
        () => resolve(isInTime ? toAttempt(reaction) : failure(true, 'no answer', 'timeout')),
        isInTime ? reaction.afterMillis : timeoutMillis,
      )
      signal.addEventListener('abort', () => {
        cancel()
        resolve(failure(true, 'given up', 'aborted'))
      })
    })
  }
}

function toAttempt({ gives, retryAfter, body }: Reaction): Attempt {
  if (gives === 'unsent') return failure(false, body)
  if (gives === 'tls') return { kind: 'failure', sent: false, tls: true, reason: body }
  if (typeof gives === 'string') return failure(true, body)
  return answer(gives, { body, ...(retryAfter !== undefined && { retryAfter }) })
}

function isTaken(gives: Reaction['gives']): boolean {
  return typeof gives === 'number' && gives < 300
}

/** What an answer of this kind says nothing of. */
function isAmbiguous(gives: Reaction['gives']): boolean {
  return gives === 'reset' || gives === 'silence' || (Number(gives) >= 500 && gives !== 503)
}
