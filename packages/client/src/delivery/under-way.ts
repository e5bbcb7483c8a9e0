import type { Claim } from '../bucket/bucket-store.ts'

interface Post {
  readonly claim: Claim
  body?: string
  /** An attempt is open: the service may have the point already. */
  isOpen: boolean
  /** An earlier attempt may have arrived. */
  isDoubtful: boolean
  isDelivered: boolean
}

/** A claim that was taken out of the store and is not settled. */
export interface UnsettledClaim {
  readonly claim: Claim
  /** What was posted, if anything was. */
  readonly body: string | undefined
  readonly isDelivered: boolean
  readonly mayHaveArrived: boolean
}

/**
 * The claims that a run of the pump holds, and whether they may have arrived: the store does not give
 * them again, and a process that ends at once has no time to wait for their answers.
 */
export class UnderWay {
  readonly #posts = new Map<string, Post>()

  begin(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const isDoubtful = claim.sealedBody !== undefined
      this.#posts.set(claim.key, { claim, isOpen: false, isDoubtful, isDelivered: false })
    }
  }

  /** An attempt starts. */
  sending({ key, body }: { readonly key: string; readonly body: string }): void {
    const post = this.#posts.get(key)
    if (post === undefined) return
    post.isOpen = true
    post.body = body
  }

  /** An attempt ended. */
  sent(key: string, verdict: string): void {
    const post = this.#posts.get(key)
    if (post === undefined) return
    post.isOpen = false
    if (verdict === 'maybe_arrived') post.isDoubtful = true
    if (verdict === 'delivered') post.isDelivered = true
  }

  /** Whether a claim is still the pump's to settle: not when it was taken for writing down. */
  has(key: string): boolean {
    return this.#posts.has(key)
  }

  end(key: string): void {
    this.#posts.delete(key)
  }

  /** Gives up all claims, in order. */
  takeAll(): readonly UnsettledClaim[] {
    const posts = [...this.#posts.values()]
    this.#posts.clear()
    return posts.map(({ claim, body, isOpen, isDoubtful, isDelivered }) => ({
      claim,
      body: claim.sealedBody ?? body,
      isDelivered,
      mayHaveArrived: isOpen || isDoubtful,
    }))
  }
}
