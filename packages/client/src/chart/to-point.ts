import type { Aggregate } from '../aggregate/aggregate.ts'
import type { Aggregation } from '../aggregate/aggregation.ts'
import { isSketch } from '../aggregate/is-sketch.ts'
import { toQuantile } from '../aggregate/to-quantile.ts'
import type { ChartSettings, Clamp } from './chart-settings.ts'

/** A value ready for the wire. */
export interface Point {
  readonly value: number
  /** The value lay outside the clamp and was moved to its bound. */
  readonly clamped: boolean
}

/** A rate over less than this would say more about the timing of the flush than about the app. */
const shortestRateMillis = 1000

/**
 * Turns an aggregate into its point: aggregation, finite number, scale, clamp.
 *
 * For `sum` and `count` of an aggregate that spans n buckets the bounds are n times as wide, so
 * that what an outage carried over is not clamped away.
 *
 * @returns `undefined` when the value is not a finite number.
 */
export function toPoint(
  aggregate: Aggregate,
  settings: ChartSettings,
  defaults: { readonly clamp: Clamp; readonly bucketMillis: number },
): Point | undefined {
  const value = valueOf(aggregate, settings.aggregation) * (settings.scale ?? 1)
  if (!Number.isFinite(value)) return undefined
  const clamp = settings.clamp ?? defaults.clamp
  if (clamp === false) return { value, clamped: false }
  const addsUp = settings.aggregation === 'sum' || settings.aggregation === 'count'
  const buckets = addsUp ? spannedBuckets(aggregate, defaults.bucketMillis) : 1
  const clampedValue = Math.min(Math.max(value, clamp[0] * buckets), clamp[1] * buckets)
  // Bounds that are no numbers must not become `null` on the wire.
  if (!Number.isFinite(clampedValue)) return undefined
  return { value: clampedValue, clamped: clampedValue !== value }
}

/** Tells whether `aggregate` holds what `aggregation` needs, as finite numbers. */
export function isChartable(aggregate: Aggregate, aggregation: Aggregation): boolean {
  switch (aggregation) {
    case 'sum':
    case 'rate':
      return Number.isFinite(aggregate.sum)
    case 'avg':
      return Number.isFinite(aggregate.sum) && isPositive(aggregate.count)
    case 'max':
      return Number.isFinite(aggregate.max)
    case 'min':
      return Number.isFinite(aggregate.min)
    case 'last':
      return Number.isFinite(aggregate.last?.value)
    case 'count':
      return Number.isFinite(aggregate.count)
    case 'p50':
    case 'p75':
    case 'p90':
    case 'p95':
    case 'p99':
      return isSketch(aggregate.sketch)
  }
}

function valueOf(aggregate: Aggregate, aggregation: Aggregation): number {
  switch (aggregation) {
    case 'sum':
      return aggregate.sum
    case 'avg':
      return aggregate.sum / aggregate.count
    case 'max':
      return aggregate.max
    case 'min':
      return aggregate.min
    case 'last':
      return aggregate.last?.value ?? Number.NaN
    case 'count':
      return aggregate.count
    case 'rate':
      return (aggregate.sum / Math.max(spanMillis(aggregate), shortestRateMillis)) * 1000
    case 'p50':
    case 'p75':
    case 'p90':
    case 'p95':
    case 'p99':
      return aggregate.sketch === undefined
        ? Number.NaN
        : toQuantile(aggregate.sketch, Number(aggregation.slice(1)), aggregate)
  }
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0
}

function spanMillis({ fromMillis, toMillis }: Aggregate): number {
  return toMillis - fromMillis
}

function spannedBuckets(aggregate: Aggregate, bucketMillis: number): number {
  return Math.max(1, Math.round(spanMillis(aggregate) / bucketMillis))
}
