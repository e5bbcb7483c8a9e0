import type { Aggregate, LastValue } from './aggregate.ts'
import { maxReadBuckets } from './is-sketch.ts'
import type { QuantileSketch, SketchBuckets } from './quantile-sketch.ts'

/**
 * Copies an aggregate that comes from the app, or from JSON, field by field: what is checked then
 * cannot change any more, and a getter that throws does so here. JSON writes `null` for a minimum or
 * a maximum that is not known.
 *
 * @returns `undefined` for what cannot be read or has no times. Whether its numbers make a point is
 *   not looked at. Never throws.
 */
export function readAggregate(value: unknown): Aggregate | undefined {
  try {
    if (typeof value !== 'object' || value === null) return undefined
    const fields = value as Partial<Record<keyof Aggregate, unknown>>
    const fromMillis = toNumber(fields.fromMillis)
    const toMillis = toNumber(fields.toMillis)
    if (!Number.isFinite(fromMillis) || !Number.isFinite(toMillis)) return undefined
    const last = readLast(fields.last)
    const sketch = readSketch(fields.sketch)
    const numbers = {
      count: toNumber(fields.count),
      sum: toNumber(fields.sum),
      min: toNumber(fields.min, Infinity),
      max: toNumber(fields.max, -Infinity),
      fromMillis,
      toMillis,
    }
    if (last === undefined && sketch === undefined) return numbers
    return { ...numbers, ...(last && { last }), ...(sketch && { sketch }) }
  } catch {
    return undefined
  }
}

function readLast(value: unknown): LastValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { atMillis, seq, value: lastValue } = value as Partial<Record<keyof LastValue, unknown>>
  return { atMillis: toNumber(atMillis), seq: toNumber(seq, 0), value: toNumber(lastValue) }
}

function readSketch(value: unknown): QuantileSketch | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Partial<Record<keyof QuantileSketch, unknown>>
  const [positive, negative] = [readBuckets(fields.positive), readBuckets(fields.negative)]
  if (positive === undefined || negative === undefined) return undefined
  return { scale: toNumber(fields.scale), zeros: toNumber(fields.zeros), positive, negative }
}

function readBuckets(value: unknown): SketchBuckets | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { offset, counts } = value as Partial<Record<keyof SketchBuckets, unknown>>
  if (!Array.isArray(counts) || counts.length > maxReadBuckets) return undefined
  const list: readonly unknown[] = counts
  // By index: an iterator may be the app's own, and never end.
  return {
    offset: toNumber(offset),
    counts: Array.from({ length: list.length }, (_, i) => toNumber(list[i])),
  }
}

function toNumber(value: unknown, otherwise = Number.NaN): number {
  return typeof value === 'number' ? value : otherwise
}
