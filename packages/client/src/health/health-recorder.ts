import type { AccountState } from '../delivery/account.ts'
import type { Verdict } from '../delivery/classify-attempt.ts'
import type { OperationCounts } from '../delivery/operations.ts'
import type { DurableStore } from '../bucket/durable-store.ts'
import type { Clock } from '../clock.ts'
import type { Section } from '../memory/memory.ts'
import { ChartPoints } from './chart-points.ts'
import type { DropReason } from './drop-reason.ts'
import { EventCounts } from './event-counts.ts'
import type { HealthCounts } from './health-counts.ts'
import type { Health } from './health.ts'
import { toWarnings } from './to-warnings.ts'
import type { Warning } from './to-warnings.ts'

const hourMillis = 60 * 60 * 1000
/** Goes before the reason, where what was dropped is counted. */
const droppedAs = 'dropped '

/** Counts what happened, for `health()`. */
export class HealthRecorder {
  readonly #clock: Clock
  readonly #plan: { readonly bucketMillis: number; readonly keepDays: number | undefined }
  readonly #counts: EventCounts
  readonly #ownPoints = new Map<string, ChartPoints>()
  readonly #durable: DurableStore | undefined
  #lastError: string | undefined

  constructor(
    clock: Clock,
    plan: { readonly bucketMillis: number; readonly keepDays: number | undefined },
    durable?: DurableStore,
  ) {
    this.#clock = clock
    this.#plan = plan
    this.#durable = durable
    // Hours that other processes count too are those of the wall clock.
    this.#counts = new EventCounts(() => (durable ? clock.wallNow() : clock.now()))
  }

  attempted(verdict: Verdict): void {
    this.#counts.addNow('attempts')
    if (verdict === 'delivered') this.#counts.addNow('succeeded')
    if (verdict === 'rejected') this.#counts.addNow('rejected')
  }

  delivered(chart: string): void {
    this.#counts.add('delivered')
    this.#counts.addNow('delivered')
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
    this.#counts.addNow('failed')
    this.#counts.add(how)
  }

  dropped(reason: DropReason, count = 1): void {
    this.#counts.add(`${droppedAs}${reason}`, count)
  }

  /** Over this client's life; what is in the fallback counts as dropped. */
  totals(): { readonly delivered: number; readonly dropped: number } {
    const counts = this.#counts
    const { dropped } = this.#count((name) => counts.own(name))
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0)
    return { delivered: counts.own('delivered'), dropped: lost + counts.own('fallback') }
  }

  get lastError(): string | undefined {
    return this.#lastError
  }

  wroteFallback(): void {
    this.#counts.add('fallback')
  }

  clamped(): void {
    this.#counts.add('clamped')
  }

  failedWith(message: string): void {
    this.#lastError = message
  }

  /** What should be looked into now. */
  warnings(): readonly Warning[] {
    const evidence = {
      ...this.#plan,
      attempts: this.#attempts24h(),
      rejected: this.#counts.lately('rejected'),
      lastError: this.#lastError,
      points: this.points(),
    }
    return toWarnings(evidence, this.#clock.now())
  }

  /** What this process counted. */
  counts(): HealthCounts {
    return {
      ...this.#count((name) => this.#counts.own(name)),
      pointsUsed: new Map([...this.points()].map(([chart, { used }]) => [chart, used])),
    }
  }

  /** What other processes have to know. */
  snapshot(): Record<'counts' | 'text', Section> {
    const text = new Map(this.#lastError === undefined ? [] : [['lastError', this.#lastError]])
    return { counts: this.#counts.snapshot(), text }
  }

  /** Takes over what they know. */
  restore({ counts, text }: Record<'counts' | 'text', Section>): void {
    this.#counts.restore(counts)
    const lastError = text.get('lastError')
    if (lastError !== undefined) this.#lastError = String(lastError)
  }

  #count(of: (name: string) => number): Omit<HealthCounts, 'pointsUsed'> {
    const names = [...this.#counts.names].filter((name) => name.startsWith(droppedAs))
    return {
      dropped: Object.fromEntries(
        names.map((name) => [name.slice(droppedAs.length), of(name)]).filter(([, count]) => count),
      ),
      fallback: of('fallback'),
      clamped: of('clamped'),
      carriedOver: of('released'),
      sealed: of('sealed'),
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
    const attempts24h = this.#attempts24h()
    const points24h = {
      delivered: this.#counts.lately('delivered'),
      failed: this.#counts.lately('failed'),
    }
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
      ...this.#count((name) => this.#counts.all(name)),
      warnings: this.warnings().map(({ message }) => message),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    }
  }

  #attempts24h(): Health['attempts24h'] {
    const counts = this.#counts
    return { total: counts.lately('attempts'), succeeded: counts.lately('succeeded') }
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
