import type { AccountState } from '../delivery/account.ts'
import type { Verdict } from '../delivery/classify-attempt.ts'
import type { OperationCounts } from '../delivery/operations.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import type { Clock } from '../clock.ts'
import { ChartPoints } from './chart-points.ts'
import type { DropReason } from './drop-reason.ts'
import type { HealthCounts } from './health-counts.ts'
import type { Health } from './health.ts'
import { RollingCount } from './rolling-count.ts'
import { toWarnings } from './to-warnings.ts'
import type { Warning } from './to-warnings.ts'

const hourMillis = 60 * 60 * 1000

/** Counts what happened, for `health()`. */
export class HealthRecorder {
  readonly #clock: Clock
  readonly #plan: { readonly bucketMillis: number; readonly keepDays: number | undefined }
  readonly #attempts = new RollingCount()
  readonly #attemptsSucceeded = new RollingCount()
  readonly #attemptsRejected = new RollingCount()
  readonly #delivered = new RollingCount()
  readonly #failed = new RollingCount()
  readonly #ownPoints = new Map<string, ChartPoints>()
  readonly #durable: DurableStore | undefined
  readonly #dropped: Partial<Record<DropReason, number>> = {}
  #fallback = 0
  #clamped = 0
  #carriedOver = 0
  #sealed = 0
  #lastError: string | undefined
  #deliveredEver = 0

  constructor(
    clock: Clock,
    plan: { readonly bucketMillis: number; readonly keepDays: number | undefined },
    durable?: DurableStore,
  ) {
    this.#clock = clock
    this.#plan = plan
    this.#durable = durable
  }

  attempted(verdict: Verdict): void {
    this.#attempts.add(this.#clock.now())
    if (verdict === 'delivered') this.#attemptsSucceeded.add(this.#clock.now())
    if (verdict === 'rejected') this.#attemptsRejected.add(this.#clock.now())
  }

  delivered(chart: string): void {
    this.#deliveredEver += 1
    this.#delivered.add(this.#clock.now())
    const points = this.#ownPoints.get(chart) ?? new ChartPoints()
    this.#ownPoints.set(chart, points)
    points.add(this.#clock.now())
  }

  /** By chart: the newest points there are, a durable store's of all processes. */
  points(): ReadonlyMap<string, ChartPoints> {
    if (this.#durable === undefined) return this.#ownPoints
    return new Map([...this.#durable.points()].map(([chart, at]) => [chart, new ChartPoints(at)]))
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

  /** What should be looked into now. */
  warnings(): readonly Warning[] {
    const evidence = {
      ...this.#plan,
      attempts: this.#attempts24h(),
      rejected: this.#attemptsRejected.total(this.#clock.now()),
      lastError: this.#lastError,
      points: this.points(),
    }
    return toWarnings(evidence, this.#clock.now())
  }

  counts(): HealthCounts {
    return {
      dropped: { ...this.#dropped },
      fallback: this.#fallback,
      clamped: this.#clamped,
      carriedOver: this.#carriedOver,
      sealed: this.#sealed,
      pointsUsed: new Map([...this.points()].map(([chart, { used }]) => [chart, used])),
    }
  }

  report(now: {
    readonly state: AccountState
    readonly isIncluded: boolean
    readonly admitted: readonly string[]
    readonly leftOut: readonly string[]
    readonly pending: ReadonlySet<string>
    readonly operations: OperationCounts
  }): Health {
    const millis = this.#clock.now()
    const attempts24h = this.#attempts24h()
    const points24h = {
      delivered: this.#delivered.total(millis),
      failed: this.#failed.total(millis),
    }
    const { pointsUsed: _, ...counts } = this.counts()
    const points = this.points()
    return {
      state: now.state,
      isIncluded: now.isIncluded,
      attempts24h,
      points24h,
      successRate24h: {
        ...toRate('attempts', attempts24h.succeeded, attempts24h.total),
        ...toRate('points', points24h.delivered, points24h.delivered + points24h.failed),
      },
      operations: now.operations,
      charts: now.admitted.map((chart) => ({
        chart,
        pointsUsed: points.get(chart)?.used ?? 0,
        spanHours: (points.get(chart)?.spanMillis ?? 0) / hourMillis,
        isPending: now.pending.has(chart),
      })),
      leftOut: now.leftOut,
      pending: now.pending.size,
      ...counts,
      warnings: this.warnings().map(({ message }) => message),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    }
  }

  #attempts24h(): Health['attempts24h'] {
    const millis = this.#clock.now()
    return {
      total: this.#attempts.total(millis),
      succeeded: this.#attemptsSucceeded.total(millis),
    }
  }
}

/** A share of nothing says nothing. */
function toRate<Name extends string>(
  name: Name,
  part: number,
  whole: number,
): Partial<Record<Name, number>> {
  const rate: Partial<Record<Name, number>> = {}
  if (whole > 0) rate[name] = part / whole
  return rate
}
