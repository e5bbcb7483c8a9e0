import type { Verdict } from './classify-attempt.ts'

/**
 * Sees to it that posts of one run do not all find out, each by its own retries, that the service is
 * away. While none got an answer that means something, one retries and the others wait for how it
 * ends: then they go on, or give up with it, once no first attempt is open that may get through yet.
 */
export class RetryLead<T> {
  readonly #known = Promise.withResolvers<boolean>()
  /** Posts in their first attempt. */
  readonly #fresh = new Set<T>()
  #lead: T | undefined
  #hasLeadFailed = false
  #isReached: boolean | undefined

  /** Neither the one that retried for all got through nor any other. */
  get hasGivenUp(): boolean {
    return this.#isReached === false
  }

  /** A post is about to make its first attempt. */
  began(post: T): void {
    this.#fresh.add(post)
  }

  /** Whether a post may retry; resolves once that is known. */
  mayRetry(post: T): Promise<boolean> {
    this.#lead ??= post
    this.#failed(post)
    return this.#lead === post ? Promise.resolve(true) : this.#known.promise
  }

  /** A post ended, after all its attempts. */
  ended(post: T, verdict: Verdict | 'not_tried'): void {
    const isAnswered =
      verdict !== 'not_arrived' && verdict !== 'maybe_arrived' && verdict !== 'not_tried'
    if (isAnswered) this.#conclude(true)
    this.#hasLeadFailed ||= this.#lead === post
    this.#failed(post)
  }

  #failed(post: T): void {
    this.#fresh.delete(post)
    if (this.#hasLeadFailed && this.#fresh.size === 0) this.#conclude(false)
  }

  /** What comes first counts. */
  #conclude(isReached: boolean): void {
    this.#isReached ??= isReached
    this.#known.resolve(isReached)
  }
}
