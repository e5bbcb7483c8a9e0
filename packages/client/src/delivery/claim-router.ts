import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Point } from '../chart/to-point.ts'
import type { Clock } from '../clock.ts'
import type { ClaimToBody, ClaimToPoint } from './claim-point.ts'
import type { Undelivered, UndeliveredPoint } from './undelivered.ts'

/** A claim ready to be posted. */
export interface PreparedPost {
  readonly key: string
  readonly body: string
  readonly claim: Claim
  readonly point: Point
}

/** What {@link ClaimRouter} needs. */
export interface ClaimRouterParts {
  readonly registry: ChartRegistry
  readonly quota: ChartQuota
  readonly toPoint: ClaimToPoint
  readonly toBody: ClaimToBody
  readonly undelivered: Undelivered
  readonly clock: Clock
}

/** Decides which claims are posted and in which order; the others go to the fallback. */
export class ClaimRouter {
  readonly #parts: ClaimRouterParts

  constructor(parts: ClaimRouterParts) {
    this.#parts = parts
  }

  /** @returns `posts`, highest priority first, and `refused`, which are written down already. */
  route(claims: readonly Claim[]): {
    readonly posts: readonly PreparedPost[]
    readonly refused: readonly Claim[]
  } {
    const { toPoint, toBody, undelivered } = this.#parts
    const posts: PreparedPost[] = []
    const refused: Claim[] = []
    const rows: UndeliveredPoint[] = []
    for (const claim of claims) {
      const point = toPoint(claim)
      if (point === undefined) {
        undelivered.dropNonfinite(claim)
        refused.push(claim)
      } else if (this.#isPosted(claim)) {
        posts.push({ key: claim.key, body: toBody(claim, point), claim, point })
      } else {
        rows.push({ claim, point, reason: 'quota' })
        refused.push(claim)
      }
    }
    undelivered.write(rows)
    return { posts: this.#byPriority(posts), refused }
  }

  /** A sealed claim is posted in any case: only an answer tells whether it arrived. */
  #isPosted({ chart, sealedBody }: Claim): boolean {
    const { quota, registry, clock } = this.#parts
    if (sealedBody !== undefined) return true
    return quota.isAdmitted(chart) && !registry.isHeld(chart, clock.now())
  }

  #byPriority(posts: readonly PreparedPost[]): readonly PreparedPost[] {
    const order = new Map(this.#parts.quota.admitted.map((chart, index) => [chart, index]))
    const rank = ({ claim }: PreparedPost): number => order.get(claim.chart) ?? Infinity
    return posts.toSorted((a, b) => rank(a) - rank(b) || 0)
  }
}
