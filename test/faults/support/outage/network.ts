import type { Attempt, Transport } from '@spikelog-otel/client'
import type { FakeClock } from '../../../support/fake-clock.ts'
import { answer, failure } from '../../../support/fake-transport.ts'
import { toOutageAttempt } from './outage-kinds.ts'
import type { OutageKind } from './outage-kinds.ts'
import { StoredPoints } from './stored-points.ts'

/** What lies between an exporter and its charts, and can be away. */
export interface Network {
  readonly transport: Transport
  readonly points: StoredPoints
  /** How many requests were made. */
  readonly requests: () => number
  readonly goAway: (kind: OutageKind) => Promise<void>
  readonly comeBack: () => Promise<void>
  /** Lets time pass, and what is under way come to its end in it. */
  readonly pass: (millis: number) => Promise<void>
}

/** A network on the fake clock, which keeps nothing of what it refused. */
export function createFakeNetwork(clock: FakeClock): Network {
  const points = new StoredPoints()
  let requests = 0
  let kind: OutageKind | undefined
  const transport: Transport = {
    post({ key, body, timeoutMillis, signal }): Promise<Attempt> {
      requests += 1
      if (kind === undefined) {
        points.store(key, body)
        return Promise.resolve(answer(200))
      }
      const attempt = toOutageAttempt(kind)
      if (attempt !== undefined) return Promise.resolve(attempt)
      return new Promise((resolve) => {
        const end = (): void => {
          cancel()
          resolve(failure(true, 'no answer', 'timeout'))
        }
        const cancel = clock.schedule(end, timeoutMillis)
        signal.addEventListener('abort', end, { once: true })
      })
    },
    close: () => Promise.resolve(),
  }
  return {
    transport,
    points,
    requests: () => requests,
    goAway(now) {
      kind = now
      return Promise.resolve()
    },
    comeBack() {
      kind = undefined
      return Promise.resolve()
    },
    pass: (millis) => clock.advance(millis),
  }
}
