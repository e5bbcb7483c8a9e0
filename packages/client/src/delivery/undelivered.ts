import type { Claim } from '../bucket/bucket-store.ts'
import type { Clock } from '../clock.ts'
import type { Fallback, FallbackReason, FallbackRow } from '../fallback/fallback.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { OnceLog } from '../once-log.ts'

/** A point that will not be posted, and why. */
export interface UndeliveredPoint {
  readonly claim: Claim
  readonly value: number
  readonly reason: FallbackReason
}

/** Writes down what will not be posted: into the fallback, and counted. */
export class Undelivered {
  readonly #fallback: Fallback
  readonly #health: HealthRecorder
  readonly #clock: Clock
  readonly #once: OnceLog

  constructor(parts: { fallback: Fallback; health: HealthRecorder; clock: Clock; once: OnceLog }) {
    this.#fallback = parts.fallback
    this.#health = parts.health
    this.#clock = parts.clock
    this.#once = parts.once
  }

  /** For messages: what becomes of a point that the service refuses. */
  get fate(): string {
    return this.#fallback.keepsRows
      ? 'goes to the fallback file'
      : 'is dropped (set `fallbackFile` to keep such points)'
  }

  /** A claim whose value is not a finite number is written nowhere, only counted. */
  dropNonfinite({ chart }: Claim): void {
    this.#health.dropped('nonfinite')
    this.#once.warn(
      `nonfinite ${chart}`,
      `Chart \`${chart}\`: its bucket came to a value that is not a finite number and was dropped. ` +
        'Check what is recorded, and `scale` if its rule has one.',
    )
  }

  write(points: readonly UndeliveredPoint[]): void {
    if (points.length === 0) return
    const offset = this.#clock.wallNow() - this.#clock.now()
    const rows = points.map(({ claim, value, reason }): FallbackRow => {
      const wallMillis = Math.round(claim.aggregate.toMillis + offset)
      return { wallMillis, chart: claim.chart, value, reason, key: claim.key }
    })
    const kept = this.#fallback.write(rows)
    for (const [index, { reason }] of points.entries()) {
      if (index < kept) this.#health.wroteFallback()
      else this.#health.dropped(reason === 'quota' || reason === 'value' ? reason : 'shutdown')
    }
  }
}
