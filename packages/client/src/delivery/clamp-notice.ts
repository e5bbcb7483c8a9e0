import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Clamp } from '../chart/chart-settings.ts'
import type { Point } from '../chart/to-point.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { OnceLog } from '../once-log.ts'

/** What {@link ClampNotice} needs. */
export interface ClampNoticeParts {
  readonly registry: ChartRegistry
  readonly health: HealthRecorder
  readonly once: OnceLog
  /** The client's own bounds. */
  readonly clamp: Clamp
}

/** Counts points that were moved to their bounds, and says so once a chart. */
export class ClampNotice {
  readonly #parts: ClampNoticeParts

  constructor(parts: ClampNoticeParts) {
    this.#parts = parts
  }

  /** Takes note of a point that was posted or written down; a sealed one's was noted before. */
  count(claim: Claim, point: Point): void {
    if (!point.clamped) return
    const { health, once, registry } = this.#parts
    const { chart } = claim
    const clamp = registry.settingsOf(claim).clamp ?? this.#parts.clamp
    health.clamped()
    once.warn(
      'clamp',
      chart,
      `Chart \`${chart}\`: a value was outside its bounds and was moved to ${point.value}. ` +
        `Set \`clamp\`${clamp === false ? '' : ` (now [${clamp.join(', ')}])`} or the chart's scale.`,
    )
  }
}
