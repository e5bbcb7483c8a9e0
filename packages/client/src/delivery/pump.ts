import type { BucketStore, Claim, ClaimQuery, Settlement } from '../bucket/bucket-store.ts'
import type { Clock } from '../clock.ts'
import type { Account, Plan } from './account.ts'
import type { ClaimRouter, PreparedPost } from './claim-router.ts'
import type { DeliveryJudge, Outcome, Result } from './delivery-judge.ts'
import type { Operations } from './operations.ts'
import { postAll } from './post-all.ts'
import type { Deliver, DeliveryLimits } from './retrying-transport.ts'
import type { Attempt } from './transport.ts'
import type { UnderWay } from './under-way.ts'

/**
 * An attempt that has less than this left would hardly be answered in time, and its point would have
 * to be sealed for nothing. As a share of what a short run has.
 */
const shortestAttemptMillis = 100
const shortestAttempt = 0.1

/**
 * Which buckets to post that are not due: all, none, or (`'spaced'`) those of charts whose last point
 * is a bucket old.
 */
export type Force = boolean | 'spaced'

/** What one run of the pump may do. */
export interface PumpRun {
  /** Which open buckets are posted too although they are not due. */
  readonly force: Force
  readonly deadlineMillis: number
  /** Gives up at once: what is in flight may have arrived. */
  readonly signal: AbortSignal
  /** Only these charts; all by default. */
  readonly charts?: ReadonlySet<string>
}

/** What {@link Pump} needs. */
export interface PumpParts {
  readonly store: BucketStore
  readonly clock: Clock
  readonly account: Account
  readonly router: ClaimRouter
  readonly judge: DeliveryJudge
  readonly operations: Operations
  readonly deliver: Deliver
  /** Knows the claims that are not settled. */
  readonly underWay: UnderWay
  /** Decides which charts have a slot, for all processes. */
  readonly decide: (claims: readonly Claim[]) => void | Promise<void>
  /** The charts that `'spaced'` means now. */
  readonly findSpaced: () => ReadonlySet<string>
  /** Told of the failure that says most about how the account stands. */
  readonly onFailure: (attempt: Attempt) => void
  /** Told when the store failed to settle a claim. */
  readonly onStoreError: (error: unknown) => void
}

interface RoundLimits extends Pick<
  DeliveryLimits,
  'deadlineMillis' | 'lastStartMillis' | 'signal'
> {
  readonly plan: Plan
}

interface Judged {
  readonly claim: Claim
  readonly outcome: Outcome
  readonly attempt: Attempt | undefined
}

/**
 * One run of delivery: claims what is due, posts it, settles it. The caller sees to it that at most
 * one runs at a time.
 */
export class Pump {
  readonly #parts: PumpParts

  constructor(parts: PumpParts) {
    this.#parts = parts
  }

  /** Rejects when the store gives no claims, never because of the service. */
  async run(run: PumpRun): Promise<{ readonly delivered: number }> {
    const spaced = run.force === 'spaced' ? this.#parts.findSpaced() : undefined
    const claims = await this.#claimDue(run, spaced, run.charts)
    const judged = await this.#round(claims, run)
    // What is newer of a chart follows in the same run once its sealed claim is through.
    const through = judged.filter(({ claim, outcome }) => claim.sealedBody && isThrough(outcome))
    if (through.length > 0 && !judged.some(({ outcome }) => isForEveryChart(outcome))) {
      const charts = new Set(through.map(({ claim }) => claim.chart))
      judged.push(...(await this.#round(await this.#claimDue(run, spaced, charts), run)))
    }
    this.#conclude(judged, run.signal.aborted)
    return { delivered: count(judged, 'delivered') }
  }

  /** Claims what is due, and what is not as far as the run is forced. */
  async #claimDue(
    { force }: PumpRun,
    spaced?: ReadonlySet<string>,
    charts?: ReadonlySet<string>,
  ): Promise<readonly Claim[]> {
    const now = this.#parts.clock.now()
    const due = await this.#claim({ now, force: force === true, ...(charts && { charts }) })
    if (spaced === undefined) return due
    const forced = new Set([...spaced].filter((chart) => charts?.has(chart) !== false))
    return [...due, ...(await this.#claim({ now, force: true, charts: forced }))]
  }

  /**
   * Claims, and notes at once what the store does not have any more: the process may end before
   * whatever waits for the claims goes on.
   */
  async #claim(query: ClaimQuery): Promise<readonly Claim[]> {
    const { store, underWay } = this.#parts
    const answer = store.claim(query)
    const claims = 'then' in answer ? await answer : answer
    underWay.begin(claims)
    return claims
  }

  /** Posts claims and settles each of them, whatever happens. */
  async #round(claims: readonly Claim[], run: PumpRun): Promise<Judged[]> {
    const { store, router, judge, underWay, onStoreError } = this.#parts
    if (claims.length > 0) {
      const deciding = this.#parts.decide(claims)
      if (deciding !== undefined) await deciding
    }
    // The others were written down before this turn came, since the process ends at once.
    const held = claims.filter(({ key }) => underWay.has(key))
    const unsettled = new Set(held.map(({ key }) => key))
    // One claim that cannot be settled must not release the others, which may be delivered.
    const settle = async (key: string, settlement: Settlement): Promise<void> => {
      unsettled.delete(key)
      // Written down meanwhile, since the process ends at once.
      if (!underWay.has(key)) return
      underWay.end(key)
      try {
        await store.settle(key, settlement)
      } catch (error) {
        onStoreError(error)
      }
    }
    try {
      const { posts, refused } = router.route(held)
      // In one turn: they are written down already, and the process may end in the next.
      await Promise.all(refused.map(({ key }) => settle(key, { as: 'refused' })))
      const judged: Judged[] = []
      const finish = async (result: Result): Promise<void> => {
        if (!underWay.has(result.post.key)) return
        const { outcome, settlement } = judge.judge(result)
        judged.push({ claim: result.post.claim, outcome, attempt: result.delivery.attempt })
        await settle(result.post.key, settlement)
      }
      // A delivery is settled at once, and is evidence for the others, which are judged at the end.
      const limits = this.#limitsOf(run)
      const { durable } = store
      const ours =
        durable && limits.plan !== 'wait' ? await durable.posting(bodiesOf(posts)) : undefined
      const isOurs = ({ key }: PreparedPost): boolean => {
        if (ours?.has(key) !== false) return true
        // Its lease ended: it is whoever's who claimed it since.
        unsettled.delete(key)
        underWay.end(key)
        return false
      }
      const results = await this.#post(posts.filter(isOurs), limits, finish)
      for (const result of results) await finish(result)
      return judged
    } finally {
      this.#parts.operations.drop(unsettled)
      for (const key of unsettled) await settle(key, { as: 'release' })
    }
  }

  #limitsOf({ deadlineMillis, signal }: PumpRun): RoundLimits {
    const { account, clock } = this.#parts
    const leftMillis = deadlineMillis - clock.now()
    const lastStartMillis =
      deadlineMillis - Math.min(shortestAttemptMillis, leftMillis * shortestAttempt)
    const plan = account.planAt(clock.now(), lastStartMillis)
    return { deadlineMillis, signal, lastStartMillis, plan }
  }

  #post(
    posts: readonly PreparedPost[],
    { plan, ...limits }: RoundLimits,
    onDelivered: (result: Result) => Promise<void>,
  ): Promise<readonly Result[]> {
    const { account, deliver, operations } = this.#parts
    return postAll(posts, {
      plan,
      probe: posts[account.probeTurn % posts.length],
      deliver: (post, others) => {
        operations.begin(post.key)
        return deliver(post, { ...limits, ...others })
      },
      onDelivered,
    })
  }

  #conclude(judged: readonly Judged[], isGivenUp: boolean): void {
    const { account, clock, onFailure } = this.#parts
    const tried = judged.filter(({ outcome }) => outcome !== 'not_tried')
    const failed =
      tried.findLast(({ outcome }) => outcome === 'key') ??
      tried.findLast(({ outcome }) => outcome === 'configuration') ??
      tried.findLast(({ outcome }) => !isThrough(outcome))
    if (failed?.attempt !== undefined) onFailure(failed.attempt)
    // A run that was given up says nothing of the service by what it left unanswered.
    if (tried.every(({ outcome }) => isGivenUp && isTransient(outcome))) return
    account.conclude(
      {
        delivered: count(tried, 'delivered'),
        transient: count(tried, 'not_arrived') + count(tried, 'maybe_arrived'),
        key: count(tried, 'key'),
        isKeyInDoubt: !tried.some(
          ({ attempt }) => attempt?.kind === 'answer' && attempt.status === 401,
        ),
        configuration: count(tried, 'configuration'),
      },
      clock.now(),
    )
  }
}

function bodiesOf(posts: readonly PreparedPost[]): ReadonlyMap<string, string> {
  return new Map(posts.map(({ key, body }) => [key, body]))
}

function count(judged: readonly Judged[], outcome: Outcome): number {
  return judged.filter((one) => one.outcome === outcome).length
}

function isThrough(outcome: Outcome): boolean {
  return outcome === 'delivered' || outcome === 'quota' || outcome === 'value'
}

function isTransient(outcome: Outcome): boolean {
  return outcome === 'not_arrived' || outcome === 'maybe_arrived'
}

/** A wrong key or address is wrong for every chart. */
function isForEveryChart(outcome: Outcome): boolean {
  return outcome === 'key' || outcome === 'configuration'
}
