import * as fc from 'fast-check'
import type { Attempt } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { Account } from '../../packages/client/src/delivery/account.ts'
import { createRetryingTransport } from '../../packages/client/src/delivery/retrying-transport.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { answer, failure } from '../support/fake-transport.ts'

const dayMillis = 86_400_000
/** Milliseconds, as numbers that are added up in another order differ. */
const rounding = 1e-3

/** What a service, or a proxy, may write there. A number stands for a date so many seconds away. */
const aRetryAfter = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('0', '-5', 'abc', '1e12', ' 7 ', '007', '0.5', '1000000000000', '5, 10', ''),
  fc.integer({ min: 0, max: 100_000 }).map(String),
  fc.integer({ min: -200_000, max: 200_000 }),
  fc.string(),
)

const aFailure = fc.record({
  gives: fc.constantFrom(408, 425, 429, 500, 502, 503, 504, 'unsent', 'reset'),
  retryAfter: aRetryAfter,
  afterMillis: fc.constantFrom(0, 0, 1, 300, 9999, 1e9),
})

const aRun = fc.record({
  failures: fc.array(aFailure, { minLength: 1, maxLength: 11 }),
  maxRetries: fc.integer({ min: 0, max: 10 }),
  randoms: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: 1,
    maxLength: 11,
  }),
  timeoutMillis: fc.oneof(
    fc.constantFrom(10, 10_000, 600_000),
    fc.double({ min: 10, max: 6e5, noNaN: true }),
  ),
  leftMillis: fc.oneof(
    fc.constantFrom(0, 1, 25_000, 600_000),
    fc.double({ min: 0, max: 6e5, noNaN: true }),
  ),
  wallJumps: fc.boolean(),
})

describe(verifies('conservation', 'retries'), () => {
  it('wait as long as they must, never less than nothing or past the end', () =>
    check(
      fc.asyncProperty(aRun, async (run) => {
        const { attempts, waits, nextMillis, endMillis, deadlineMillis, lastStartMillis } =
          await retry(run)
        expect(attempts.length).toBeLessThanOrEqual(run.maxRetries + 1)
        for (const { atMillis, earliestMillis, timeoutMillis } of attempts) {
          expect(Math.abs(atMillis - earliestMillis)).toBeLessThanOrEqual(rounding)
          expect(atMillis).toBeLessThan(lastStartMillis)
          expect(timeoutMillis).toBeGreaterThan(0)
          expect(timeoutMillis).toBeLessThanOrEqual(run.timeoutMillis)
          expect(atMillis + timeoutMillis).toBeLessThanOrEqual(deadlineMillis + rounding)
        }
        // It goes on as long as it may.
        const mayGoOn = nextMillis < lastStartMillis - rounding
        expect(attempts.length <= run.maxRetries && mayGoOn).toBe(false)
        expect(endMillis).toBeLessThanOrEqual(deadlineMillis + rounding)
        // One wait a retry, and at most one more that makes good for the rounding of the first.
        expect(waits.length).toBeLessThanOrEqual(2 * attempts.length)
        for (const wait of waits) {
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThanOrEqual(run.leftMillis)
        }
      }),
      10_000,
    ))
})

it('posts nothing for which the post before it, as undici was loaded, left no time', async () => {
  const clock = new FakeClock()
  const posted: number[] = []
  const startMillis = clock.now()
  const deliver = createRetryingTransport({
    transport: {
      post: ({ timeoutMillis }) => {
        posted.push(timeoutMillis)
        clock.now = () => startMillis + 50
        return Promise.resolve(failure(false))
      },
      close: () => Promise.resolve(),
    },
    account: new Account(),
    clock,
    random: () => 0.5,
    timeoutMillis: 10_000,
    maxRetries: 0,
    onStart: () => {},
    onAttempt: () => {},
  })
  const limits = {
    deadlineMillis: startMillis + 8,
    lastStartMillis: startMillis + 7,
    signal: new AbortController().signal,
    isProbe: false,
    isHalted: () => false,
    mayRetry: () => Promise.resolve(true),
  }
  const deliveries = ['a', 'b'].map((key) => deliver({ key, body: '{}' }, limits))
  const verdicts = (await Promise.all(deliveries)).map(({ verdict }) => verdict)
  expect(verdicts).toEqual(['not_arrived', 'not_tried'])
  expect(posted).toEqual([8])
})

type Run = typeof aRun extends fc.Arbitrary<infer T> ? T : never

/** Lets one point be posted to a service that only fails; notes when it was tried and may have been. */
async function retry(run: Run) {
  const clock = new FakeClock()
  const waits: number[] = []
  const attempts: { atMillis: number; earliestMillis: number; timeoutMillis: number }[] = []
  const deadlineMillis = clock.now() + run.leftMillis
  const lastStartMillis = deadlineMillis - Math.min(100, run.leftMillis / 10)
  let earliestMillis = clock.now()
  const deliver = createRetryingTransport({
    transport: {
      async post({ timeoutMillis }) {
        const turn = attempts.length
        attempts.push({ atMillis: clock.now(), earliestMillis, timeoutMillis })
        const next = run.failures[turn % run.failures.length]
        if (next === undefined) throw new Error('no failure')
        await pause(clock, Math.min(next.afterMillis, timeoutMillis))
        if (run.wallJumps) clock.wallOffset += 1e7
        const attempt = toAttempt(next.gives, toText(next.retryAfter, clock.wallNow()))
        const asked = toAskedMillis(attempt, clock.wallNow())
        earliestMillis = clock.now() + (asked ?? toBackoff(turn, run.randoms))
        return attempt
      },
      close: () => Promise.resolve(),
    },
    account: new Account(),
    clock: {
      now: () => clock.now(),
      wallNow: () => clock.wallNow(),
      schedule(go, delayMillis) {
        waits.push(delayMillis)
        return clock.schedule(go, delayMillis)
      },
    },
    random: () => run.randoms[(attempts.length - 1) % run.randoms.length] ?? 0,
    timeoutMillis: run.timeoutMillis,
    maxRetries: run.maxRetries,
    onStart: () => {},
    onAttempt: () => {},
  })
  const limits = {
    deadlineMillis,
    lastStartMillis,
    signal: new AbortController().signal,
    isProbe: false,
    isHalted: () => false,
    mayRetry: () => Promise.resolve(true),
  }
  await clock.until(deliver({ key: 'k', body: '{}' }, limits))
  return {
    attempts,
    waits,
    nextMillis: earliestMillis,
    endMillis: clock.now(),
    deadlineMillis,
    lastStartMillis,
  }
}

async function pause(clock: FakeClock, millis: number): Promise<void> {
  if (millis === 0) return
  await new Promise<void>((resolve) => {
    clock.schedule(resolve, millis)
  })
}

function toAttempt(gives: number | string, retryAfter: string | undefined): Attempt {
  if (typeof gives === 'string') return failure(gives === 'reset')
  return answer(gives, retryAfter === undefined ? {} : { retryAfter })
}

function toText(retryAfter: string | number | undefined, wallNow: number): string | undefined {
  if (typeof retryAfter !== 'number') return retryAfter
  return new Date(wallNow + retryAfter * 1000).toUTCString()
}

/** What the service asks for, by RFC 9110: whole seconds, or a date in the future; at most a day. */
function toAskedMillis(attempt: Attempt, wallNow: number): number | undefined {
  const trimmed = attempt.kind === 'answer' ? (attempt.retryAfter?.trim() ?? '') : ''
  const date = trimmed.endsWith(' GMT') ? Date.parse(trimmed) - wallNow : Number.NaN
  const millis = /^[0-9]+$/u.test(trimmed) ? Number(trimmed) * 1000 : date
  return millis > 0 ? Math.min(millis, dayMillis) : undefined
}

function toBackoff(turn: number, randoms: readonly number[]): number {
  return (randoms[turn % randoms.length] ?? 0) * Math.min(1000 * 2 ** turn, 60_000)
}
