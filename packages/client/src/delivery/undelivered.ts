import type { Claim } from '../bucket/bucket-store.ts'
import type { Point } from '../chart/to-point.ts'
import type { Clock } from '../clock.ts'
import type { Fallback, FallbackReason, FallbackRow } from '../fallback/fallback.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { OnceLog } from '../once-log.ts'
import type { ClampNotice } from './clamp-notice.ts'

/** A point that will not be posted, and why. */
export interface UndeliveredPoint {
  readonly claim: Claim
  readonly point: Point
  readonly reason: FallbackReason
}

/** What {@link Undelivered} needs. */
export interface UndeliveredParts {
  readonly fallback: Fallback
  readonly health: HealthRecorder
  readonly clock: Clock
  readonly once: OnceLog
  readonly clampNotice: ClampNotice
}

/** Writes down what will not be posted: into the fallback, and counted. */
export class Undelivered {
  readonly #parts: UndeliveredParts

  constructor(parts: UndeliveredParts) {
    this.#parts = parts
  }

  /** For messages: what becomes of a point that the service refuses. */
  get fate(): string {
    return this.#parts.fallback.keepsRows
      ? 'goes to the fallback file'
      : 'is dropped (`fallbackFile`, SPIKELOG_FALLBACK_CSV, keeps such points)'
  }

  /** A claim whose value is not a finite number is written nowhere, only counted. */
  dropNonfinite({ chart }: Claim): void {
    this.#parts.health.dropped('nonfinite')
    this.#parts.once.warn(
      'nonfinite',
      chart,
      `Chart \`${chart}\`: its bucket came to a value that is not a finite number and was dropped. ` +
        'Check what is recorded, and `scale` if its rule has one.',
    )
  }

  write(points: readonly UndeliveredPoint[]): void {
    if (points.length === 0) return
    const { fallback, health, clock, clampNotice } = this.#parts
    const offset = clock.wallNow() - clock.now()
    const rows = points.map(({ claim, point, reason }): FallbackRow => {
      clampNotice.count(claim, point)
      const wallMillis = Math.round(claim.aggregate.toMillis + offset)
      return { wallMillis, chart: claim.chart, value: point.value, reason, key: claim.key }
    })
    const kept = fallback.write(rows, health.lastError)
    for (const [index, { reason }] of points.entries()) {
      if (index < kept) health.wroteFallback()
      else health.dropped(reason === 'quota' || reason === 'value' ? reason : 'shutdown')
    }
  }
}
