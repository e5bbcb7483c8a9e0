import { mergeAggregates, toAggregate, withSketch } from '@spikelog-otel/client'
import type { Aggregate, QuantileSketch } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  copyAggregate,
  mergeIntoAggregate,
} from '../../../packages/client/src/aggregate/aggregate.ts'
import { isSketch } from '../../../packages/client/src/aggregate/is-sketch.ts'
import {
  copySketch,
  createSketch,
  mergeIntoSketch,
  toBucketIndex,
  toSketch,
} from '../../../packages/client/src/aggregate/quantile-sketch.ts'
import { toQuantile } from '../../../packages/client/src/aggregate/to-quantile.ts'
import { firstSeed } from '../../support/campaign.ts'
import { drawValues, expectQuantiles, percents } from '../../support/quantiles.ts'
import { check } from '../support/soak.ts'

const unknown = { min: Infinity, max: -Infinity }
const none = { offset: 0, counts: [] }

function sketchOf(values: Iterable<number>): QuantileSketch {
  const sketch = createSketch()
  for (const value of values) mergeIntoSketch(sketch, toSketch(value))
  return sketch
}

function mergeSketches(a: QuantileSketch, b: QuantileSketch): QuantileSketch {
  const merged = copySketch(a)
  mergeIntoSketch(merged, b)
  return merged
}

function recorded(values: readonly number[]): Aggregate[] {
  return values.map((value, at) => withSketch(toAggregate(value, at, at)))
}

const aValue = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, 2, 1024, 0.1, 5e-324, 1.7976931348623157e308),
  fc.double({ min: 1, max: 2, noNaN: true }),
)
/** Sides may be padded with zeros, as an SDK's are after it took one from another. */
const buckets = fc.oneof(
  fc.constant(none),
  fc.record({
    offset: fc.integer({ min: -900, max: 900 }),
    counts: fc.array(fc.oneof(fc.constant(0), fc.nat(9)), { maxLength: 12 }),
  }),
)
const someBuckets = fc.record({
  scale: fc.integer({ min: 0, max: 6 }),
  zeros: fc.nat(5),
  positive: buckets,
  negative: buckets,
})
const aSketch: fc.Arbitrary<QuantileSketch> = fc.oneof(
  fc.array(aValue, { maxLength: 20 }).map(sketchOf),
  someBuckets,
)

describe('a sketch', () => {
  it('does not depend on the order in which it is merged', () =>
    check(
      fc.property(aSketch, aSketch, (a, b) => {
        expect(mergeSketches(a, b)).toStrictEqual(mergeSketches(b, a))
      }),
      5000,
    ))

  it('does not depend on the grouping', () =>
    check(
      fc.property(aSketch, aSketch, aSketch, (a, b, c) => {
        expect(mergeSketches(mergeSketches(a, b), c)).toStrictEqual(
          mergeSketches(a, mergeSketches(b, c)),
        )
      }),
      5000,
    ))

  it('is the same merged from parts as recorded in one piece', () =>
    check(
      fc.property(fc.array(aValue), fc.array(aValue), (a, b) => {
        expect(mergeSketches(sketchOf(a), sketchOf(b))).toStrictEqual(sketchOf([...a, ...b]))
      }),
      2000,
    ))

  it('is plain data that JSON holds, with at most 320 buckets a sign', () =>
    check(
      fc.property(aSketch, aSketch, (a, b) => {
        const merged = mergeSketches(a, b)
        expect(JSON.parse(JSON.stringify(merged))).toStrictEqual(merged)
        expect(merged.positive.counts.length).toBeLessThanOrEqual(320)
        expect(merged.negative.counts.length).toBeLessThanOrEqual(320)
      }),
      2000,
    ))

  it('stays below 8 kB whatever is recorded', () => {
    const values = ['from 1e-300 to 1e300', 'of both signs', 'heavy-tailed', 'rising'].flatMap(
      (name) => Array.from(drawValues(name, 5000, firstSeed)),
    )
    expect(JSON.stringify(sketchOf(values)).length).toBeLessThan(8192)
    expect(JSON.stringify(sketchOf(drawValues('log-normal', 5000, 1))).length).toBeLessThan(2048)
  })

  it('changes none of those it is merged from', () => {
    const [a, b] = [sketchOf([1, 2, 0]), sketchOf([-1e300, 1e-300])]
    const before = JSON.stringify([a, b])
    mergeSketches(a, b)
    expect(JSON.stringify([a, b])).toBe(before)
  })

  it.each([
    ['at the greatest scale', 20, 8, 3 * 2 ** 20 - 1],
    ['right above', 20, 8 * (1 + 1e-6), 3 * 2 ** 20 + 1],
    ['at scale 0', 0, 8, 2],
    ['at scale 0, right above', 0, 8.0001, 3],
    ['below 1', 2, 0.25, -9],
    ['at a scale below 0', -2, 16, 0],
    ['the smallest number', 20, 5e-324, -1074 * 2 ** 20 - 1],
  ])('puts a power of two below its bound: %s', (_what, scale, value, index) => {
    expect(toBucketIndex(value, scale)).toBe(index)
  })

  it('keeps the scale of the others when it has only zeros', () => {
    const zeros = { scale: 0, zeros: 3, positive: none, negative: { offset: 0, counts: [0, 0] } }
    expect(mergeSketches(zeros, toSketch(5))).toStrictEqual({ ...toSketch(5), zeros: 3 })
  })

  it('does not get coarser for zeros on either side', () => {
    const zeros = Array.from({ length: 400 }, () => 0)
    const { scale, positive } = toSketch(5)
    const after = { offset: positive.offset, counts: [1, ...zeros] }
    const before = { offset: positive.offset - 400, counts: [...zeros, 1] }
    for (const padded of [after, before]) {
      expect(copySketch({ scale, zeros: 0, positive: padded, negative: none })).toEqual(toSketch(5))
    }
  })

  it('takes each count as often as it is told to', () => {
    const target = copySketch(sketchOf([5, 0]))
    mergeIntoSketch(target, sketchOf([5, 0, 0, -5]), 3)
    const values = [5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, -5, -5, -5]
    expect(target).toStrictEqual(sketchOf(values))
  })

  it('takes fractions of a count', () => {
    const tenth = { scale: 0, zeros: 0, positive: { offset: 0, counts: [0.1] }, negative: none }
    const tenths = Array.from({ length: 10 }, () => tenth)
    // In floats ten of them are a little less than one measurement.
    const sketch = [...tenths, toSketch(1000)].reduce(mergeSketches)
    expect(toQuantile(sketch, 50, unknown)).toBeCloseTo(4 / 3)
    expect(toQuantile(sketch, 90, unknown)).toBeCloseTo(2 ** 10 / 1.5)
  })
})

describe('toQuantile', () => {
  it('keeps its promise without bounds too', () => {
    for (const name of ['log-normal', 'of both signs', 'whole numbers', 'from 1e-300 to 1e300']) {
      const values = drawValues(name, 3000, firstSeed)
      const sketch = sketchOf(values)
      const found = percents.map((p) => [`p${p}`, toQuantile(sketch, p, unknown)])
      expectQuantiles(Object.fromEntries(found), values)
    }
  })

  it('stays within bounds that are known', () => {
    const wide = { scale: 0, zeros: 0, positive: { offset: 3, counts: [4] }, negative: none }
    expect(toQuantile(wide, 50, { min: 15, max: 15.5 })).toBeCloseTo(15.246, 3)
    expect(toQuantile(wide, 99, { min: 15, max: 15.5 })).toBe(15.5)
    const mirrored = { ...wide, positive: none, negative: wide.positive }
    expect(toQuantile(mirrored, 50, { min: -15.5, max: -15 })).toBeCloseTo(-15.246, 3)
    expect(toQuantile(wide, 1, { min: 15, max: 15.5 })).toBe(15)
    expect(toQuantile(mirrored, 1, { min: -15.5, max: -15 })).toBe(-15.5)
    expect(toQuantile(mirrored, 99, { min: -15.5, max: -15 })).toBe(-15)
  })

  it('is that of a fraction of a measurement', () => {
    const little = { scale: 0, zeros: 0, positive: { offset: 3, counts: [0.3] }, negative: none }
    expect(toQuantile(little, 50, unknown)).toBeCloseTo(32 / 3)
  })

  it('is a number without bounds too, for values next to the greatest there is', () => {
    const spread = sketchOf([1e-300, 1.7976931348623157e308])
    expect(toQuantile(spread, 95, unknown)).toBeGreaterThan(1e300)
    expect(toQuantile(spread, 95, unknown)).toBeLessThan(Infinity)
    expect(toQuantile(sketchOf([-1.7976931348623157e308, -1]), 50, unknown)).toBeLessThan(-1e300)
  })

  it('does not mind bounds that are those of other data', () => {
    const sketch = { scale: 0, zeros: 0, positive: { offset: 3, counts: [4] }, negative: none }
    for (const bounds of [{ min: 1, max: 2 }, { min: 100, max: 200 }, unknown]) {
      expect(toQuantile(sketch, 99, bounds)).toBeCloseTo(32 / 3)
    }
  })
})

describe('an aggregate with a sketch', () => {
  it('comes to the same when it is merged into, without changing what is merged', () =>
    check(
      fc.property(fc.array(aValue, { minLength: 1 }), (values) => {
        const parts = recorded(values)
        const before = JSON.stringify(parts)
        const [first, ...others] = parts as [Aggregate, ...Aggregate[]]
        const own = copyAggregate(first)
        for (const part of others) mergeIntoAggregate(own, part)
        expect(own).toStrictEqual(parts.reduce(mergeAggregates))
        expect(JSON.stringify(parts)).toBe(before)
      }),
      1000,
    ))

  it('loses it beside one without: a part is not the whole', () => {
    const [a, b] = [withSketch(toAggregate(1, 1)), toAggregate(2, 2)]
    expect('sketch' in mergeAggregates(a, b)).toBe(false)
    expect('sketch' in mergeAggregates(b, a)).toBe(false)
  })

  it('can be made of one value, or of equal ones', () => {
    const one = toAggregate(5, 1)
    expect(withSketch(one)).toStrictEqual({ ...one, sketch: toSketch(5) })
    const three = { ...one, count: 3, sum: 15 }
    expect(withSketch(three)).toStrictEqual({ ...three, sketch: toSketch(5, 3) })
  })

  it('keeps the sketch it has, and gets none of what is no number', () => {
    const one = withSketch(toAggregate(5, 1))
    expect(withSketch(one)).toBe(one)
    const infinite = toAggregate(Infinity, 1)
    expect(withSketch(infinite)).toBe(infinite)
  })

  it('cannot be made of values that are known no more', () => {
    const merged = mergeAggregates(toAggregate(1, 1), toAggregate(2, 2))
    expect(withSketch(merged)).toBe(merged)
  })
})

describe('isSketch', () => {
  const good = { scale: 3, zeros: 0, positive: { offset: -4, counts: [1, 0, 2.5] }, negative: none }
  const atScale0 = { ...good, scale: 0 }
  const three = [1, 1, 1]
  const ones = Array.from({ length: 65_537 }, () => 1)
  const tooLong = { ...good, scale: 20, positive: { offset: 0, counts: ones } }

  it('knows one', () => {
    expect(isSketch(good)).toBe(true)
    expect(isSketch({ ...good, scale: -10, positive: { offset: -1, counts: [1, 1] } })).toBe(true)
    expect(isSketch(copySketch(toSketch(5e-324)))).toBe(true)
    expect(isSketch(toSketch(1.7976931348623157e308))).toBe(true)
    expect(isSketch({ ...good, scale: 40, positive: { offset: 0, counts: [1] } })).toBe(true)
    const long = Array.from({ length: 65_536 }, () => 1)
    expect(isSketch({ ...good, scale: 20, positive: { offset: 0, counts: long } })).toBe(true)
    expect(isSketch({ ...good, negative: { offset: 1e9, counts: [] } })).toBe(true)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['no measurement', { ...good, positive: none }],
    ['no scale', { ...good, scale: undefined }],
    ['half a scale', { ...good, scale: 0.5 }],
    ['a scale beyond all', { ...good, scale: -400 }],
    ['too fine a scale', { ...good, scale: 41, positive: { offset: 0, counts: [1] } }],
    ['too coarse a scale', { ...good, scale: -41, positive: { offset: -1, counts: [1] } }],
    ['zeros that are a text', { ...good, zeros: '1' }],
    ['a side that is null', { ...good, negative: null }],
    ['a count that is a text', { ...good, positive: { offset: 0, counts: ['1'] } }],
    ['a count below 0 among greater ones', { ...good, positive: { offset: 0, counts: [5, -1] } }],
    ['more counts than any SDK keeps', tooLong],
    [
      'a last bucket beyond all numbers',
      { ...atScale0, positive: { offset: 1022, counts: three } },
    ],
    ['a bucket right above all numbers', { ...atScale0, positive: { offset: 1024, counts: [1] } }],
    ['a bucket right below all numbers', { ...atScale0, positive: { offset: -1077, counts: [1] } }],
    ['no zeros', { ...good, zeros: Number.NaN }],
    ['zeros below 0', { ...good, zeros: -1 }],
    ['too many zeros', { ...good, zeros: Infinity }],
    ['a side missing', { ...good, negative: undefined }],
    ['no counts', { ...good, positive: { offset: 0 } }],
    ['a count missing', { ...good, positive: { offset: 0, counts: [1, undefined] } }],
    ['a count that is none', { ...good, positive: { offset: 0, counts: [1, Number.NaN] } }],
    ['a count below 0', { ...good, positive: { offset: 0, counts: [1, -1] } }],
    ['no offset', { ...good, positive: { counts: [1] } }],
    ['half an offset', { ...good, positive: { offset: 0.5, counts: [1] } }],
    ['an offset beyond all numbers', { ...good, positive: { offset: 1e9, counts: [1] } }],
    ['an offset below all numbers', { ...good, positive: { offset: -1e9, counts: [1] } }],
  ])('knows that it is none: %s', (_what, value) => {
    expect(isSketch(value)).toBe(false)
  })
})
