import { sleep } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Account } from './account.ts'
import { classifyAttempt } from './classify-attempt.ts'
import type { Verdict } from './classify-attempt.ts'
import { backoffMillis, parseRetryAfter } from './retry-policy.ts'
import type { Attempt, Transport } from './transport.ts'

/** How the post of one claim ended, over all its attempts. */
export interface Delivery {
  /** Of the last attempt; `not_tried` when there was none. */
  readonly verdict: Verdict | 'not_tried'
  /** Some attempt may have arrived. */
  readonly ambiguous: boolean
  readonly attempt?: Attempt
  /** From the start of the first attempt to the end of the last one. */
  readonly durationMillis: number
}

/** What {@link createRetryingTransport} needs. */
export interface RetryingTransportOptions {
  readonly transport: Transport
  readonly account: Account
  readonly clock: Clock
  readonly random: () => number
  readonly timeoutMillis: number
  readonly maxRetries: number
  /** Told when an attempt starts: from then on the post may arrive. */
  readonly onStart: (post: { readonly key: string; readonly body: string }) => void
  /** Told how every attempt ended, for health. */
  readonly onAttempt: (verdict: Verdict, post: { readonly key: string }) => void
}

/** Limits of the pump that a post belongs to. */
export interface DeliveryLimits {
  readonly deadlineMillis: number
  /** No attempt starts after this: it could hardly end before the deadline. */
  readonly lastStartMillis: number
  readonly signal: AbortSignal
  /** A probe is one attempt; it is not retried. */
  readonly isProbe: boolean
  /** Another post of the pump learned that the key or the address is wrong: start nothing more. */
  readonly isHalted: () => boolean
  /** Asked before each retry; waits as long as another post of the pump retries for all. */
  readonly mayRetry: () => Promise<boolean>
}

/** Posts one claim, again if need be. Never rejects. */
export type Deliver = (
  post: { readonly key: string; readonly body: string },
  limits: DeliveryLimits,
) => Promise<Delivery>

/** Wraps a transport with retries: exponential with full jitter, `Retry-After`, a total deadline. */
export function createRetryingTransport(options: RetryingTransportOptions): Deliver {
  const { transport, account, clock, random, timeoutMillis, maxRetries, onStart, onAttempt } =
    options

  /** Waits as long as the service and the backoff ask; `false` when the time does not suffice. */
  async function waitFor(retryAtMillis: number, limits: DeliveryLimits): Promise<boolean> {
    for (;;) {
      // Read anew after each wait: another post may have been told to wait longer.
      const startMillis = Math.max(retryAtMillis, account.notBeforeMillis)
      if (limits.signal.aborted || limits.isHalted()) return false
      if (startMillis >= limits.lastStartMillis) return false
      const waitMillis = startMillis - clock.now()
      if (waitMillis <= 0) return clock.now() < limits.lastStartMillis
      await sleep(clock, waitMillis, { ref: false, signal: limits.signal })
    }
  }

  return async (post, limits) => {
    let ambiguous = false
    let attempt: Attempt | undefined
    let startMillis: number | undefined
    let endMillis = 0
    let verdict: Verdict | 'not_tried' = 'not_tried'
    let retryAtMillis = 0
    const maxAttempts = limits.isProbe ? 1 : maxRetries + 1
    for (let tried = 0; tried < maxAttempts; tried += 1) {
      if (tried > 0 && !(await limits.mayRetry())) break
      if (!(await waitFor(retryAtMillis, limits))) break
      // Another post may have begun meanwhile, the first of which loads undici: that holds all up.
      const leftMillis = limits.deadlineMillis - clock.now()
      if (leftMillis <= 0) break
      startMillis ??= clock.now()
      onStart(post)
      attempt = await attemptOnce(transport, {
        ...post,
        timeoutMillis: Math.min(timeoutMillis, leftMillis),
        signal: limits.signal,
      })
      endMillis = clock.now()
      verdict = classifyAttempt(attempt)
      onAttempt(verdict, post)
      if (verdict === 'maybe_arrived') ambiguous = true
      if (verdict !== 'maybe_arrived' && verdict !== 'not_arrived') break
      retryAtMillis = clock.now() + backoffMillis(tried, random)
      const retryAfter = attempt.kind === 'answer' ? attempt.retryAfter : undefined
      const postponeMillis = parseRetryAfter(retryAfter, clock.wallNow())
      if (postponeMillis !== undefined) {
        // A delay that the service gives gets no jitter.
        account.postpone(clock.now() + postponeMillis)
        retryAtMillis = 0
      }
    }
    return {
      verdict,
      ambiguous,
      durationMillis: endMillis - (startMillis ?? endMillis),
      ...(attempt === undefined ? {} : { attempt }),
    }
  }
}

/** A transport of the caller's own may throw; then nobody knows what arrived. */
async function attemptOnce(
  transport: Transport,
  request: Parameters<Transport['post']>[0],
): Promise<Attempt> {
  try {
    return await transport.post(request)
  } catch (error) {
    return { kind: 'failure', sent: true, tls: false, reason: String(error) }
  }
}
