import type { Verdict } from './classify-attempt.ts'

/**
 * Sees to it that posts of one run do not all find out, each by its own retries, that the service is
 * away. While none got an answer that means something, one retries and the others wait for how it
 * ends: then they go on, or give up with it.
 */
export class RetryLead<T> {
  readonly #isReached = Promise.withResolvers<boolean>()
  #lead: T | undefined
  #isSettled = false
  #hasGivenUp = false

  /** The one that retried for all did not get through either. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp
  }

  /** Whether a post may retry; resolves once that is known. */
  mayRetry(post: T): Promise<boolean> {
    this.#lead ??= post
    return this.#lead === post ? Promise.resolve(true) : this.#isReached.promise
  }

  /** A post ended, after all its attempts. */
  ended(post: T, verdict: Verdict | 'not_tried'): void {
    const isAnswered =
      verdict !== 'not_arrived' && verdict !== 'maybe_arrived' && verdict !== 'not_tried'
    // Settled once: what comes first counts.
    if (isAnswered) this.#reach(true)
    else if (this.#lead === post) this.#reach(false)
  }

  #reach(isReached: boolean): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#hasGivenUp = !isReached
    this.#isReached.resolve(isReached)
  }
}
