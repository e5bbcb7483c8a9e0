/** Counts of neighbouring buckets: `counts[i]` is that of the bucket with the index `offset + i`. */
export interface SketchBuckets {
  readonly offset: number
  readonly counts: readonly number[]
}

/**
 * A mergeable summary that gives quantiles: plain data, bounded whatever is recorded, lossless to
 * merge apart from the scale. It is OpenTelemetry's exponential histogram: the bucket with the index
 * i holds what is greater than `base ** i` and at most `base ** (i + 1)`, `base` being
 * `2 ** (2 ** -scale)`; negative values are counted by their absolute value. Counts may be fractions.
 *
 * A sketch has at most 320 buckets a sign. The scale is 20 at first and is lowered until all values
 * fit. A quantile is off by at most 1.1 % where values of one sign lie up to a thousandfold apart, and
 * by 2.2 % up to a millionfold.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export interface QuantileSketch {
  readonly scale: number
  /** How many values were 0. */
  readonly zeros: number
  readonly positive: SketchBuckets
  readonly negative: SketchBuckets
}

/**
 * The most buckets a sketch has a sign.
 *
 * So a quantile is off from the true value by at most `(base - 1) / (base + 1)` of it, `base`
 * being that of the greatest scale with `log2(greatest / smallest) * 2 ** scale ≤ 319` (numbers below
 * 2⁻¹⁰²² apart).
 */
export const maxSketchBuckets = 320

/** The scale a sketch begins with, the one OpenTelemetry's SDKs begin with too. */
const maxSketchScale = 20

/** A sketch that its owner may change. */
export interface OwnSketch {
  scale: number
  zeros: number
  positive: OwnBuckets
  negative: OwnBuckets
}

interface OwnBuckets {
  offset: number
  counts: number[]
}

const noBuckets: SketchBuckets = { offset: 0, counts: [] }

/** Makes a sketch of nothing. */
export function createSketch(): OwnSketch {
  return {
    scale: maxSketchScale,
    zeros: 0,
    positive: { offset: 0, counts: [] },
    negative: { offset: 0, counts: [] },
  }
}

/** Makes the sketch of one finite value that was measured `count` times. */
export function toSketch(value: number, count = 1): QuantileSketch {
  if (value === 0) return { ...createSketch(), zeros: count }
  const offset = toBucketIndex(Math.abs(value), maxSketchScale)
  const buckets = { offset, counts: [count] }
  return {
    scale: maxSketchScale,
    zeros: 0,
    positive: value > 0 ? buckets : noBuckets,
    negative: value > 0 ? noBuckets : buckets,
  }
}

/** The index of the bucket that a value above 0 belongs to. */
export function toBucketIndex(value: number, scale: number): number {
  return Math.ceil(Math.log2(value) * 2 ** scale) - 1
}

/** Makes a sketch of one's own, no larger than allowed, of whatever sketch. */
export function copySketch(sketch: QuantileSketch): OwnSketch {
  const copy = createSketch()
  mergeIntoSketch(copy, sketch)
  return copy
}

/**
 * Adds `source`, each count times `weight`, to a sketch of one's own. Associative and commutative, as
 * far as fractions allow. Nothing is allocated as long as no new bucket is needed: that keeps
 * recording cheap.
 */
export function mergeIntoSketch(target: OwnSketch, source: QuantileSketch, weight = 1): void {
  target.zeros += source.zeros * weight
  // A sketch without buckets has a scale that says nothing; the SDK's is 0 then.
  const hasNoScale = isEmpty(source.positive) && isEmpty(source.negative)
  let scale = hasNoScale ? target.scale : Math.min(target.scale, source.scale)
  while (
    isTooWide(target, source, scale, 'positive') ||
    isTooWide(target, source, scale, 'negative')
  ) {
    scale -= 1
  }
  if (scale < target.scale) {
    const lowered = 2 ** (scale - target.scale)
    target.positive = addBuckets({ offset: 0, counts: [] }, target.positive, lowered, 1)
    target.negative = addBuckets({ offset: 0, counts: [] }, target.negative, lowered, 1)
    target.scale = scale
  }
  const factor = 2 ** (scale - source.scale)
  addBuckets(target.positive, source.positive, factor, weight)
  addBuckets(target.negative, source.negative, factor, weight)
}

function isTooWide(
  a: QuantileSketch,
  b: QuantileSketch,
  scale: number,
  sign: 'positive' | 'negative',
): boolean {
  // Most have values of one sign.
  if (b[sign].counts.length === 0) return false
  let low = Infinity
  let high = -Infinity
  for (const sketch of [a, b]) {
    const { offset, counts } = sketch[sign]
    let first = 0
    let last = counts.length - 1
    while (counts[first] === 0) first += 1
    while (counts[last] === 0) last -= 1
    if (first > last) continue
    const factor = 2 ** (scale - sketch.scale)
    low = Math.min(low, Math.floor((offset + first) * factor))
    high = Math.max(high, Math.floor((offset + last) * factor))
  }
  return high - low >= maxSketchBuckets
}

function isEmpty({ counts }: SketchBuckets): boolean {
  return counts.every((count) => count === 0)
}

function addBuckets(
  target: OwnBuckets,
  { offset, counts }: SketchBuckets,
  factor: number,
  weight: number,
): OwnBuckets {
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i] ?? 0
    if (count === 0) continue
    const index = Math.floor((offset + i) * factor)
    if (target.counts.length === 0) target.offset = index
    for (; target.offset > index; target.offset -= 1) target.counts.unshift(0)
    const at = index - target.offset
    while (target.counts.length <= at) target.counts.push(0)
    target.counts[at] = (target.counts[at] ?? 0) + count * weight
  }
  return target
}
