import type { AccountState } from '../delivery/account.ts'
import type { Clock } from '../clock.ts'
import type { DropReason } from './drop-reason.ts'
import type { Health } from './health.ts'
import { RollingCount } from './rolling-count.ts'
import { toWarnings } from './to-warnings.ts'

/** A chart keeps its newest 1000 points (a rule of the service). */
const pointsPerChart = 1000

/** Counts what happened, for `health()`. */
export class HealthRecorder {
  readonly #clock: Clock
  readonly #attempts = new RollingCount()
  readonly #attemptsSucceeded = new RollingCount()
  readonly #delivered = new RollingCount()
  readonly #failed = new RollingCount()
  readonly #points = new Map<string, number>()
  readonly #dropped: Partial<Record<DropReason, number>> = {}
  #fallback = 0
  #clamped = 0
  #carriedOver = 0
  #sealed = 0
  #lastError: string | undefined
  #deliveredEver = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  attempted(succeeded: boolean): void {
    this.#attempts.add(this.#clock.now())
    if (succeeded) this.#attemptsSucceeded.add(this.#clock.now())
  }

  delivered(chart: string): void {
    this.#deliveredEver += 1
    this.#delivered.add(this.#clock.now())
    this.#points.set(chart, Math.min((this.#points.get(chart) ?? 0) + 1, pointsPerChart))
  }

  failed(how: 'released' | 'sealed' | 'refused'): void {
    this.#failed.add(this.#clock.now())
    if (how === 'released') this.#carriedOver += 1
    if (how === 'sealed') this.#sealed += 1
  }

  dropped(reason: DropReason, count = 1): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count
  }

  /** Over the client's life; what is in the fallback counts as dropped. */
  totals(): { readonly delivered: number; readonly dropped: number } {
    const dropped = Object.values(this.#dropped).reduce((sum, count) => sum + count, 0)
    return { delivered: this.#deliveredEver, dropped: dropped + this.#fallback }
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  wroteFallback(): void {
    this.#fallback += 1
  }

  clamped(): void {
    this.#clamped += 1
  }

  failedWith(message: string): void {
    this.#lastError = message
  }

  report(now: {
    readonly state: AccountState
    readonly isIncluded: boolean
    readonly admitted: readonly string[]
    readonly leftOut: readonly string[]
    readonly pending: ReadonlySet<string>
  }): Health {
    const millis = this.#clock.now()
    const attempts24h = {
      total: this.#attempts.total(millis),
      succeeded: this.#attemptsSucceeded.total(millis),
    }
    return {
      state: now.state,
      isIncluded: now.isIncluded,
      attempts24h,
      points24h: {
        delivered: this.#delivered.total(millis),
        failed: this.#failed.total(millis),
      },
      charts: now.admitted.map((chart) => ({
        chart,
        pointsUsed: this.#points.get(chart) ?? 0,
        isPending: now.pending.has(chart),
      })),
      leftOut: now.leftOut,
      pending: now.pending.size,
      dropped: { ...this.#dropped },
      fallback: this.#fallback,
      clamped: this.#clamped,
      carriedOver: this.#carriedOver,
      sealed: this.#sealed,
      warnings: toWarnings(attempts24h, this.#lastError),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    }
  }
}
