import type { Settlement } from '../bucket/bucket-store.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Clock } from '../clock.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { OnceLog } from '../once-log.ts'
import type { PreparedPost } from './claim-router.ts'
import { errorCodeOf, judgeRejection } from './classify-attempt.ts'
import type { Rejection, Verdict } from './classify-attempt.ts'
import type { Attempt } from './transport.ts'
import type { Operations } from './operations.ts'
import type { Delivery } from './retrying-transport.ts'
import type { ClampNotice } from './clamp-notice.ts'
import type { Undelivered } from './undelivered.ts'

/** A post and how it ended. */
export interface Result {
  readonly post: PreparedPost
  readonly delivery: Delivery
}

/** How a post ended, once every answer of its round is in. */
export type Outcome = Exclude<Verdict, 'rejected'> | Rejection | 'not_tried'

const askAgainMillis = 60 * 60 * 1000

/** What {@link DeliveryJudge} needs. */
export interface DeliveryJudgeParts {
  readonly registry: ChartRegistry
  readonly health: HealthRecorder
  readonly undelivered: Undelivered
  readonly clock: Clock
  readonly once: OnceLog
  readonly clampNotice: ClampNotice
  readonly operations: Operations
  readonly explain: (attempt: Attempt) => string
}

/** Turns the answers of one round into settlements: the one place where outcomes get effects. */
export class DeliveryJudge {
  readonly #parts: DeliveryJudgeParts

  constructor(parts: DeliveryJudgeParts) {
    this.#parts = parts
  }

  /** Says what a result means and how its claim is settled. */
  judge(result: Result): { readonly outcome: Outcome; readonly settlement: Settlement } {
    const outcome = this.#outcomeOf(result)
    this.#parts.operations.end(result.post.key, result.delivery)
    return { outcome, settlement: this.#settle(outcome, result) }
  }

  #outcomeOf({ post, delivery }: Result): Outcome {
    if (delivery.verdict !== 'rejected') return delivery.verdict
    const { registry, clock } = this.#parts
    const body = delivery.attempt?.kind === 'answer' ? delivery.attempt.body : ''
    return judgeRejection({
      keyWorks: registry.isKeyProven(clock.now()),
      chartWorks: registry.isAccepted(post.claim.chart),
      code: errorCodeOf(body),
    })
  }

  #settle(outcome: Outcome, result: Result): Settlement {
    const { post, delivery } = result
    switch (outcome) {
      case 'delivered':
        this.#accept(post)
        return { as: 'delivered' }
      case 'quota':
      case 'value':
        this.#refuse(outcome, result)
        return { as: 'refused' }
      case 'maybe_arrived':
      case 'not_arrived':
      case 'configuration':
      case 'key':
      case 'not_tried':
        return this.#keep(delivery, post)
    }
  }

  #accept({ claim, point }: PreparedPost): void {
    const { chart } = claim
    const { registry, health, clock, clampNotice } = this.#parts
    registry.accept(chart, clock.now())
    health.delivered(chart)
    clampNotice.count(claim, point)
  }

  /** What may have arrived stays as it is, whatever a later attempt says. */
  #keep(delivery: Delivery, post: PreparedPost): Settlement {
    const { health, clampNotice } = this.#parts
    const isSealed = post.claim.sealedBody !== undefined
    if (delivery.ambiguous) {
      health.failed('sealed')
      clampNotice.count(post.claim, post.point)
      return { as: 'seal', body: post.body }
    }
    if (delivery.verdict !== 'not_tried') health.failed(isSealed ? 'sealed' : 'released')
    return { as: 'release' }
  }

  #refuse(reason: 'quota' | 'value', { post, delivery }: Result): void {
    const { registry, health, undelivered, clock, once, explain } = this.#parts
    const { claim, point } = post
    health.failed('refused')
    undelivered.write([{ claim, point, reason }])
    const said = delivery.attempt === undefined ? '' : explain(delivery.attempt)
    if (reason === 'quota') {
      registry.hold(claim.chart, clock.now() + askAgainMillis)
      once.warn(
        reason,
        claim.chart,
        `Spikelog has no chart left for \`${claim.chart}\` (${said}). Delete a chart of the account ` +
          `or use fewer; what is measured meanwhile ${undelivered.fate}. It is asked for again every hour.`,
      )
    } else {
      once.warn(
        reason,
        claim.chart,
        `Spikelog refused a point of chart \`${claim.chart}\` (${said}). ` +
          `The point ${undelivered.fate}; the chart goes on.`,
      )
    }
  }
}
