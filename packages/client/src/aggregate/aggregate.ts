import { copySketch, mergeIntoSketch, mergeSketches, toSketch } from './quantile-sketch.ts'
import type { OwnSketch, QuantileSketch } from './quantile-sketch.ts'

/** The newest value of an aggregate. Of two, the later `(atMillis, seq)` wins. */
export interface LastValue {
  readonly atMillis: number
  /** Breaks ties within one millisecond; greater is later. */
  readonly seq: number
  readonly value: number
}

/**
 * A mergeable summary of measurements. Whatever was measured between `fromMillis` and `toMillis`
 * (monotonic milliseconds, as `performance.now()` gives them), however many measurements there
 * were, takes the same few bytes, which is why an outage of a day costs no memory.
 */
export interface Aggregate {
  /** Number of measurements; 0 when the source does not tell. */
  readonly count: number
  readonly sum: number
  /** `Infinity` when the source does not tell. */
  readonly min: number
  /** `-Infinity` when the source does not tell. */
  readonly max: number
  /** Absent when the source has no newest value (a histogram). */
  readonly last?: LastValue
  /** Only where a quantile is asked: it is the one part that is not small (some kB). */
  readonly sketch?: QuantileSketch
  readonly fromMillis: number
  readonly toMillis: number
}

/** Makes the aggregate of a single measurement `value` taken at `atMillis`. */
export function toAggregate(value: number, atMillis: number, seq = 0): Aggregate {
  return {
    count: 1,
    sum: value,
    min: value,
    max: value,
    last: { atMillis, seq, value },
    fromMillis: atMillis,
    toMillis: atMillis,
  }
}

/**
 * Adds the sketch that quantiles need to the aggregate of a single value, or of equal ones. Any other
 * aggregate is given back as it is: its values are not known any more.
 */
export function withSketch(aggregate: Aggregate): Aggregate {
  const { sketch, count, min, max } = aggregate
  if (sketch !== undefined || min !== max || !Number.isFinite(min)) return aggregate
  return { ...aggregate, sketch: toSketch(min, count) }
}

/**
 * Merges two aggregates into a third. Associative and commutative. It has a sketch if both have one:
 * a quantile of a part would pass for one of the whole.
 */
export function mergeAggregates(a: Aggregate, b: Aggregate): Aggregate {
  const merged = mergeNumbers(a, b)
  if (a.sketch === undefined || b.sketch === undefined) return merged
  return { ...merged, sketch: mergeSketches(a.sketch, b.sketch) }
}

/** An aggregate whose sketch its holder may change. */
export interface OwnAggregate extends Aggregate {
  readonly sketch?: OwnSketch
}

/**
 * Does what {@link mergeAggregates} does, but merges into the sketch of `own` (`undefined` for
 * nothing yet) instead of copying it, so that a measurement costs little however large it is.
 */
export function mergeIntoAggregate(own: OwnAggregate | undefined, other: Aggregate): OwnAggregate {
  if (own === undefined) {
    const { sketch, ...numbers } = other
    return sketch === undefined ? numbers : { ...numbers, sketch: copySketch(sketch) }
  }
  const merged = mergeNumbers(own, other)
  if (own.sketch === undefined || other.sketch === undefined) return merged
  mergeIntoSketch(own.sketch, other.sketch)
  return { ...merged, sketch: own.sketch }
}

function mergeNumbers(a: Aggregate, b: Aggregate): Omit<Aggregate, 'sketch'> {
  const last = laterOf(a.last, b.last)
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    ...(last === undefined ? {} : { last }),
    fromMillis: Math.min(a.fromMillis, b.fromMillis),
    toMillis: Math.max(a.toMillis, b.toMillis),
  }
}

function laterOf(a: LastValue | undefined, b: LastValue | undefined): LastValue | undefined {
  if (a === undefined || b === undefined) return a ?? b
  if (a.atMillis !== b.atMillis) return a.atMillis > b.atMillis ? a : b
  if (a.seq !== b.seq) return a.seq > b.seq ? a : b
  // Equal marks come from two sources; any rule will do as long as it is commutative.
  return { ...a, value: Math.max(a.value, b.value) }
}
