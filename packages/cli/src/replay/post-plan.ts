import {
  Account,
  createRetryingTransport,
  createSystemClock,
  createTransport,
  errorCodeOf,
  explainAttempt,
  judgeRejection,
  RetryLead,
  within,
} from '@spikelog-otel/client/internals'
import type { Delivery, ResolvedClientOptions } from '@spikelog-otel/client/internals'
import type { PostEnd } from './journal.ts'
import type { PlannedPost, ReplayPlan } from './plan-posts.ts'

/** What {@link postPlan} needs. */
export interface PostPlanParts {
  readonly options: ResolvedClientOptions
  /** Sends the time of each point with it. */
  readonly timestamps: boolean
  /** Called before a point is posted. */
  readonly begins: (post: PlannedPost) => void
  /** Called when an answer says how that ended, of all its attempts. */
  readonly ended: (post: PlannedPost, end: PostEnd) => void
  /** Gives up: what is under way may have arrived. */
  readonly signal: AbortSignal
}

/** What a replay's posts came to. */
export interface PostReport {
  readonly posted: readonly PlannedPost[]
  /** Refused, with what was said. */
  readonly refused: readonly { readonly post: PlannedPost; readonly said: string }[]
  /** Why the rest was not posted: the time was over, or the service failed in this way. */
  readonly stopped?: 'time' | 'transient' | 'key' | 'configuration' | 'disk'
  /** What failed last, in words. */
  readonly lastFailure?: string
}

/** The service is never asked for more than this at once. */
const maxInFlight = 10
/** An attempt that has less left would hardly be answered in time. */
const shortestAttemptMillis = 100

/** Posts each chart's points in the order of their time, within `deliveryTimeoutMillis`. */
export async function postPlan(plan: ReplayPlan, parts: PostPlanParts): Promise<PostReport> {
  const run = new Posting(parts)
  const done = run.all([...plan.charts.values()])
  // The waits between attempts keep no process alive.
  await within(createSystemClock(), done, 2 ** 31 - 1)
  return run.report()
}

class Posting {
  readonly #parts: PostPlanParts
  readonly #clock = createSystemClock()
  readonly #posted: PlannedPost[] = []
  readonly #refused: { post: PlannedPost; said: string }[] = []
  /** What a 4xx answer means is clear when all answers are in. */
  readonly #rejected: { post: PlannedPost; delivery: Delivery }[] = []
  readonly #accepted = new Set<string>()
  readonly #lead = new RetryLead<PlannedPost>()
  #stopped: PostReport['stopped']
  #lastFailure: string | undefined

  constructor(parts: PostPlanParts) {
    this.#parts = parts
  }

  report(): PostReport {
    return {
      posted: this.#posted,
      refused: this.#refused,
      ...(this.#stopped && { stopped: this.#stopped }),
      ...(this.#lastFailure !== undefined && { lastFailure: this.#lastFailure }),
    }
  }

  async all(charts: readonly (readonly PlannedPost[])[]): Promise<void> {
    const transport = createTransport(this.#parts.options, this.#clock, false)
    const post = this.#createPost(transport)
    try {
      const [first, ...others] = charts.map((posts) => posts.values())
      if (first === undefined) return
      // One finds out for all whether the service is there and takes the key.
      const scouted = first.next().value
      const isFirstThrough = scouted !== undefined && (await post(scouted))
      const queue = (isFirstThrough ? [first, ...others] : others).values()
      const work = async (): Promise<void> => {
        try {
          for (const chart of queue) {
            for (const one of chart) if (!(await post(one))) break
          }
        } catch (error) {
          // What is not written down is not posted: the disk is full, say.
          this.#stopped = 'disk'
          throw error
        }
      }
      const works = await Promise.allSettled(Array.from({ length: maxInFlight }, work))
      const failed = works.find((one) => one.status === 'rejected')
      if (failed !== undefined) throw failed.reason
      for (const { post: one, delivery } of this.#rejected) this.#judge(one, delivery)
    } finally {
      await transport.close()
    }
  }

  /** Resolves to whether the chart's next point may follow. Never rejects but for the disk. */
  #createPost(transport: Parameters<typeof createRetryingTransport>[0]['transport']) {
    const { options, begins, signal } = this.#parts
    const clock = this.#clock
    const deadlineMillis = clock.now() + options.deliveryTimeoutMillis
    const lastStartMillis = deadlineMillis - shortestAttemptMillis
    const isHalted = (): boolean => isForAll(this.#stopped) || this.#lead.hasGivenUp
    const deliver = createRetryingTransport({
      transport,
      account: new Account(),
      clock,
      random: Math.random,
      timeoutMillis: options.timeoutMillis,
      maxRetries: options.maxRetries,
      onStart: () => {},
      onAttempt: () => {},
    })
    return async (post: PlannedPost): Promise<boolean> => {
      if (isHalted() || signal.aborted) return false
      if (clock.now() >= lastStartMillis) {
        this.#stopped ??= 'time'
        return false
      }
      begins(post)
      this.#lead.began(post)
      const delivery = await deliver(
        { key: post.key, body: this.#toBody(post) },
        {
          deadlineMillis,
          lastStartMillis,
          signal,
          isProbe: false,
          isHalted,
          mayRetry: () => this.#lead.mayRetry(post),
        },
      )
      this.#lead.ended(post, delivery.verdict)
      return this.#settle(post, delivery)
    }
  }

  /** What may be there was posted as a bare point: any other body would be another one. */
  #toBody({ chart, value, wallMillis, mayBeThere }: PlannedPost): string {
    const hasTime = this.#parts.timestamps && !mayBeThere
    const timestamp = hasTime ? new Date(wallMillis).toISOString() : undefined
    return JSON.stringify({ chart, value, ...(timestamp && { timestamp }) })
  }

  #settle(post: PlannedPost, delivery: Delivery): boolean {
    const { verdict } = delivery
    if (verdict === 'delivered' || isThereAlready(delivery)) {
      this.#parts.ended(post, 'posted')
      this.#posted.push(post)
      this.#accepted.add(post.chart)
      return true
    }
    if (verdict === 'rejected') {
      if (this.#accepted.has(post.chart)) this.#judge(post, delivery)
      else this.#rejected.push({ post, delivery })
      return this.#accepted.has(post.chart)
    }
    this.#return(post, delivery)
    this.#stop(verdict === 'key' || verdict === 'configuration' ? verdict : 'transient', delivery)
    return false
  }

  #judge(post: PlannedPost, delivery: Delivery): void {
    const reason = judgeRejection({
      keyWorks: this.#accepted.size > 0,
      chartWorks: this.#accepted.has(post.chart),
      code: codeOf(delivery),
    })
    if (reason === 'key') {
      this.#return(post, delivery)
      this.#stop('key', delivery)
      return
    }
    // A row that may be there keeps saying so: under another key it might be stored twice.
    if (!post.mayBeThere && !delivery.ambiguous) this.#parts.ended(post, reason)
    this.#refused.push({ post, said: this.#explain(delivery) })
  }

  /** It certainly did not arrive: its rows are as they were. */
  #return(post: PlannedPost, { ambiguous }: Delivery): void {
    if (!post.mayBeThere && !ambiguous) this.#parts.ended(post, 'returned')
  }

  #stop(why: NonNullable<PostReport['stopped']>, delivery: Delivery): void {
    if (!isForAll(this.#stopped)) this.#stopped = why
    if (delivery.attempt !== undefined) this.#lastFailure = this.#explain(delivery)
  }

  #explain({ attempt }: Delivery): string {
    return attempt === undefined ? '' : explainAttempt(attempt, this.#parts.options.apiKey)
  }
}

function isForAll(stopped: PostReport['stopped']): boolean {
  return stopped === 'key' || stopped === 'configuration' || stopped === 'disk'
}

function codeOf({ attempt }: Delivery): string | undefined {
  return attempt?.kind === 'answer' ? errorCodeOf(attempt.body) : undefined
}

/** The service has a point with this key, and other fields beside it. */
function isThereAlready(delivery: Delivery): boolean {
  return (
    delivery.attempt?.kind === 'answer' &&
    delivery.attempt.status === 422 &&
    codeOf(delivery) === 'idempotency_key_reused'
  )
}
