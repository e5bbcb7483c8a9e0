import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Clamp } from '../chart/chart-settings.ts'
import { toPoint } from '../chart/to-point.ts'
import type { Point } from '../chart/to-point.ts'

/** Turns a claim into its point; `undefined` when that is not a finite number. */
export type ClaimToPoint = (claim: Claim) => Point | undefined

/** Makes {@link ClaimToPoint} for charts with these settings. */
export function createClaimToPoint(
  registry: ChartRegistry,
  defaults: { readonly clamp: Clamp; readonly bucketMillis: number },
): ClaimToPoint {
  return ({ chart, aggregate, sealedBody }) => {
    // A sealed claim's point is the one that was posted, whatever the settings are by now.
    if (sealedBody !== undefined) return { value: valueInBody(sealedBody), clamped: false }
    return toPoint(aggregate, registry.settingsOf(chart), defaults)
  }
}

/** The body of a post: one point (the wire contract). */
export function toBody(chart: string, value: number): string {
  return JSON.stringify({ chart, value })
}

function valueInBody(body: string): number {
  const parsed: unknown = JSON.parse(body)
  const value = typeof parsed === 'object' && parsed !== null && 'value' in parsed && parsed.value
  return typeof value === 'number' ? value : Number.NaN
}
