import { copySketch, mergeIntoSketch, toSketch } from './quantile-sketch.ts'
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
  const merged = copyAggregate(a)
  mergeIntoAggregate(merged, b)
  return merged
}

/** An aggregate that its holder may change. */
export type OwnAggregate = {
  -readonly [Field in keyof Omit<Aggregate, 'sketch'>]: Aggregate[Field]
} & { sketch?: OwnSketch }

/** Copies an aggregate for a holder who goes on to change it. */
export function copyAggregate({ sketch, ...numbers }: Aggregate): OwnAggregate {
  return sketch === undefined ? numbers : { ...numbers, sketch: copySketch(sketch) }
}

/** Does what {@link mergeAggregates} does, but in `own`: however often, nothing is made anew. */
export function mergeIntoAggregate(own: OwnAggregate, other: Aggregate): void {
  own.count += other.count
  own.sum += other.sum
  own.min = Math.min(own.min, other.min)
  own.max = Math.max(own.max, other.max)
  own.fromMillis = Math.min(own.fromMillis, other.fromMillis)
  own.toMillis = Math.max(own.toMillis, other.toMillis)
  const last = laterOf(own.last, other.last)
  if (last !== undefined) own.last = last
  if (own.sketch === undefined) return
  if (other.sketch === undefined) delete own.sketch
  else mergeIntoSketch(own.sketch, other.sketch)
}

function laterOf(a: LastValue | undefined, b: LastValue | undefined): LastValue | undefined {
  if (a === undefined || b === undefined) return a ?? b
  if (a.atMillis !== b.atMillis) return a.atMillis > b.atMillis ? a : b
  if (a.seq !== b.seq) return a.seq > b.seq ? a : b
  // Equal marks come from two sources; any rule will do as long as it is commutative.
  return { ...a, value: Math.max(a.value, b.value) }
}
