import type { Attempt, PostRequest } from '@spikelog-otel/client'
import { answer, failure, FakeTransport } from './fake-transport.ts'
import type { SeenPost } from './fake-transport.ts'

/** What can happen to one request. `…Stored` says that the point was stored all the same. */
export const trouble = [
  'refused',
  'resetUnsent',
  'reset',
  'resetStored',
  'timeout',
  'timeoutStored',
  '429',
  '429later',
  '503',
  '500',
  '500stored',
] as const

export type Trouble = (typeof trouble)[number]

/** Spikelog as its contract has it, in this process: keeps what it acknowledged or stored. */
export class FakeService extends FakeTransport {
  /** Points by chart, in order of arrival. */
  readonly points = new Map<string, { key: string; value: number }[]>()
  readonly #bodies = new Map<string, string>()
  /** Keys that came with two different bodies: a defect of the client. */
  readonly changedBodies: string[] = []

  /** @param answerTime resolves when a post is answered; a point is stored right before. */
  constructor(
    pickTrouble: (post: SeenPost) => Trouble | undefined,
    answerTime: () => Promise<void> = () => Promise.resolve(),
  ) {
    super(async (post, request) => {
      const kind = pickTrouble(post)
      await answerTime()
      return this.#serve(post, request, kind)
    })
  }

  #serve(post: SeenPost, request: PostRequest, kind: Trouble | undefined): Attempt {
    switch (kind) {
      case undefined:
        this.#store(post)
        return answer(200)
      case 'refused':
        return failure(false, 'connect ECONNREFUSED')
      case 'resetUnsent':
        return failure(false, 'reset')
      case 'resetStored':
      case 'timeoutStored':
        this.#store(post)
        return failure(true, kind)
      case 'reset':
      case 'timeout':
        return failure(true, kind)
      case '429':
        return answer(429)
      case '429later':
        return answer(429, { retryAfter: String(1 + (request.body.length % 3)) })
      case '503':
        return answer(503)
      case '500stored':
        this.#store(post)
        return answer(500)
      case '500':
        return answer(500)
    }
  }

  #store({ key, chart, value, body }: SeenPost): void {
    const before = this.#bodies.get(key)
    if (before !== undefined) {
      if (before !== body) this.changedBodies.push(key)
      return
    }
    if (typeof value !== 'number') throw new Error(`not a number on the wire: ${body}`)
    this.#bodies.set(key, body)
    const points = this.points.get(chart) ?? []
    points.push({ key, value })
    this.points.set(chart, points)
  }
}
