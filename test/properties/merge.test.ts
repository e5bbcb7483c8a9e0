import { mergeAggregates, toAggregate, withSketch } from '@spikelog-otel/client'
import type { Aggregate, QuantileSketch } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyAggregate, mergeIntoAggregate } from '../../packages/client/src/aggregate/aggregate.ts'
import { toQuantile } from '../../packages/client/src/aggregate/to-quantile.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { percents } from '../support/quantiles.ts'

const whole = fc.integer({ min: -1e9, max: 1e9 })
const fraction = fc.double({ min: -1e9, max: 1e9, noNaN: true })
const aTime = fc.integer({ min: 0, max: 3 })

/** What one collection tells of a chart; a histogram tells of no newest value. */
function anAggregate(value: fc.Arbitrary<number>): fc.Arbitrary<Aggregate> {
  return fc.record(
    {
      count: fc.nat(1000),
      sum: value,
      min: fc.oneof(value, fc.constant(Infinity)),
      max: fc.oneof(value, fc.constant(-Infinity)),
      fromMillis: whole,
      toMillis: whole,
      last: fc.record({ atMillis: aTime, seq: aTime, value }),
    },
    { requiredKeys: ['count', 'sum', 'min', 'max', 'fromMillis', 'toMillis'] },
  )
}

/** Parts in some order, and which neighbours are merged next, again and again. */
function someOrders<T>(
  one: fc.Arbitrary<T>,
): fc.Arbitrary<{ inOrder: T[]; shuffled: T[]; picks: number[] }> {
  return fc.array(one, { minLength: 2, maxLength: 8 }).chain((inOrder) =>
    fc.record({
      inOrder: fc.constant(inOrder),
      shuffled: fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
      picks: fc.array(fc.nat(7), { minLength: inOrder.length, maxLength: inOrder.length }),
    }),
  )
}

/** Merges as a tree: any grouping. */
function mergeByPairs(aggregates: readonly Aggregate[], picks: readonly number[]): Aggregate {
  const rest = [...aggregates]
  for (const pick of picks) {
    if (rest.length < 2) break
    const at = pick % (rest.length - 1)
    const [a, b] = rest.slice(at, at + 2)
    if (a !== undefined && b !== undefined) rest.splice(at, 2, mergeAggregates(a, b))
  }
  return oneOf(rest)
}

function oneOf([first]: readonly Aggregate[]): Aggregate {
  if (first === undefined) throw new Error('nothing to merge')
  return first
}

/** Merges one after the other into one of its own, as a bucket does. */
function mergeInTurn(aggregates: readonly Aggregate[]): Aggregate {
  const own = copyAggregate(oneOf(aggregates))
  for (const aggregate of aggregates.slice(1)) mergeIntoAggregate(own, aggregate)
  return own
}

describe(verifies('conservation', 'merging aggregates'), () => {
  it('merging whole numbers is associative and commutative, exactly', () =>
    check(
      fc.property(someOrders(anAggregate(whole)), ({ inOrder, shuffled, picks }) => {
        const expected = mergeInTurn(inOrder)
        expect(mergeByPairs(inOrder, picks)).toStrictEqual(expected)
        expect(mergeByPairs(shuffled, picks)).toStrictEqual(expected)
        expect(mergeInTurn(shuffled)).toStrictEqual(expected)
      }),
      10_000,
    ))

  it('merging fractions is, to 1e-12 for the sum and exactly for the rest', () =>
    check(
      fc.property(someOrders(anAggregate(fraction)), ({ inOrder, shuffled, picks }) => {
        const expected = mergeInTurn(inOrder)
        const scale = inOrder.reduce((total, { sum }) => total + Math.abs(sum), 0)
        for (const merged of [mergeByPairs(inOrder, picks), mergeByPairs(shuffled, picks)]) {
          expect(Math.abs(merged.sum - expected.sum)).toBeLessThanOrEqual(1e-12 * scale)
          expect({ ...merged, sum: 0 }).toStrictEqual({ ...expected, sum: 0 })
        }
      }),
      10_000,
    ))
})

describe(verifies('quantiles', 'merging sketches'), () => {
  it('sketches merge to what one of all values would be, in any order', () => {
    const aValue = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -3, max: 1000 }),
      fc.constantFrom(0, 5e-324, 1.7976931348623157e308),
    )
    const someValues = fc.array(aValue, { minLength: 1, maxLength: 12 })
    return check(
      fc.property(someOrders(someValues), ({ inOrder, shuffled, picks }) => {
        const expected = mergeInTurn(toMeasured(inOrder.flat()))
        for (const parts of [inOrder, shuffled]) {
          const aggregates = parts.map((values) => mergeInTurn(toMeasured(values)))
          for (const merged of [mergeByPairs(aggregates, picks), mergeInTurn(aggregates)]) {
            expect(countsOf(merged.sketch)).toEqual(countsOf(expected.sketch))
            expect(quantilesOf(merged)).toEqual(quantilesOf(expected))
          }
        }
      }),
      5000,
    )
  })
})

function toMeasured(values: readonly number[]): Aggregate[] {
  return values.map((value) => withSketch(toAggregate(value, 0)))
}

/** What is in which bucket; how an array is padded with zeros says nothing. */
function countsOf(sketch: QuantileSketch | undefined) {
  if (sketch === undefined) throw new Error('the sketch is gone')
  const { scale, zeros, positive, negative } = sketch
  const [above, below] = [positive, negative].map(({ offset, counts }) =>
    counts.flatMap((count, i) => (count === 0 ? [] : [[offset + i, count]])),
  )
  return { scale, zeros, above, below }
}

function quantilesOf(aggregate: Aggregate): number[] {
  const { sketch } = aggregate
  return sketch === undefined ? [] : percents.map((one) => toQuantile(sketch, one, aggregate))
}
