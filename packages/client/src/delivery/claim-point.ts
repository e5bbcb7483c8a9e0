import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Clamp } from '../chart/chart-settings.ts'
import type { Clock } from '../clock.ts'
import type { Tags } from '../options/client-options.ts'
import { toPoint } from '../chart/to-point.ts'
import type { Point } from '../chart/to-point.ts'

/** Turns a claim into its point; `undefined` when that is not a finite number. */
export type ClaimToPoint = (claim: Claim) => Point | undefined

/** Makes {@link ClaimToPoint} for charts with these settings. */
export function createClaimToPoint(
  registry: ChartRegistry,
  defaults: { readonly clamp: Clamp; readonly bucketMillis: number },
): ClaimToPoint {
  return (claim) => {
    const { aggregate, sealedBody } = claim
    // A sealed claim's point is the one that was posted, whatever the settings are by now.
    if (sealedBody !== undefined) {
      const value = valueInBody(sealedBody)
      return Number.isFinite(value) ? { value, clamped: false } : undefined
    }
    return toPoint(aggregate, registry.settingsOf(claim), defaults)
  }
}

/** Makes the body of a claim's post: one point (the wire contract). */
export type ClaimToBody = (claim: Claim, point: Point) => string

/** Makes {@link ClaimToBody}. A sealed claim keeps the body that was posted. */
export function createClaimToBody(
  { timestamps, tags }: { readonly timestamps: boolean; readonly tags: Tags | undefined },
  clock: Clock,
): ClaimToBody {
  return ({ chart, aggregate, sealedBody }, { value }) => {
    if (sealedBody !== undefined) return sealedBody
    const end = new Date(Math.round(aggregate.toMillis + clock.wallNow() - clock.now()))
    return JSON.stringify({
      chart,
      value,
      // Times of a store outside this process may be any; one beyond all dates would throw.
      ...(timestamps && !Number.isNaN(end.getTime()) && { timestamp: end.toISOString() }),
      ...(tags && { tags }),
    })
  }
}

function valueInBody(body: string): number {
  const parsed = parseBody(body)
  const value = typeof parsed === 'object' && parsed !== null && 'value' in parsed && parsed.value
  return typeof value === 'number' ? value : Number.NaN
}

/** A store outside this process may give back what was never posted. */
function parseBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
