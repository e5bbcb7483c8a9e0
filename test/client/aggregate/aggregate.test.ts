import { mergeAggregates, toAggregate } from '@spikelog-otel/client'
import type { Aggregate } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../support/soak.ts'

// Whole numbers: sums of fractions depend on their order in the last bit, which is no defect.
const whole = fc.integer({ min: -1e9, max: 1e9 })

const anAggregate: fc.Arbitrary<Aggregate> = fc.record(
  {
    count: fc.nat(1000),
    sum: whole,
    min: whole,
    max: whole,
    fromMillis: whole,
    toMillis: whole,
    last: fc.record({
      atMillis: fc.integer({ min: 0, max: 2 }),
      seq: fc.integer({ min: 0, max: 2 }),
      value: fc.oneof(whole, fc.constantFrom(-0, 0, Number.NaN)),
    }),
  },
  { requiredKeys: ['count', 'sum', 'min', 'max', 'fromMillis', 'toMillis'] },
)

describe('mergeAggregates', () => {
  it('does not depend on the order', () =>
    check(
      fc.property(anAggregate, anAggregate, (a, b) => {
        expect(mergeAggregates(a, b)).toStrictEqual(mergeAggregates(b, a))
      }),
      5000,
    ))

  it('does not depend on the grouping', () =>
    check(
      fc.property(anAggregate, anAggregate, anAggregate, (a, b, c) => {
        expect(mergeAggregates(mergeAggregates(a, b), c)).toStrictEqual(
          mergeAggregates(a, mergeAggregates(b, c)),
        )
      }),
      5000,
    ))

  it('adds count and sum and widens the rest', () => {
    expect(mergeAggregates(toAggregate(5, 100, 1), toAggregate(-2, 50, 2))).toEqual({
      count: 2,
      sum: 3,
      min: -2,
      max: 5,
      last: { atMillis: 100, seq: 1, value: 5 },
      fromMillis: 50,
      toMillis: 100,
    })
  })

  it.each([
    ['the later one', { atMillis: 2, seq: 0, value: 7 }, { atMillis: 1, seq: 9, value: 8 }, 7],
    ['the greater seq', { atMillis: 1, seq: 3, value: 7 }, { atMillis: 1, seq: 2, value: 8 }, 7],
    ['the greater value', { atMillis: 1, seq: 1, value: 7 }, { atMillis: 1, seq: 1, value: 8 }, 8],
  ])('takes %s of two `last`', (_which, one, other, value) => {
    const a = { ...toAggregate(0, 0), last: one }
    const b = { ...toAggregate(0, 0), last: other }
    expect(mergeAggregates(a, b).last?.value).toBe(value)
    expect(mergeAggregates(b, a).last?.value).toBe(value)
  })

  it('keeps the only `last` there is, and none where there is none', () => {
    const { last: _last, ...withoutLast } = toAggregate(1, 1)
    expect(mergeAggregates(withoutLast, toAggregate(4, 2)).last?.value).toBe(4)
    expect('last' in mergeAggregates(withoutLast, withoutLast)).toBe(false)
  })
})
