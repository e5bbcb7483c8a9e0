import { toQuantile } from '../../../packages/client/src/aggregate/to-quantile.ts'
import { mergeIntoSketch } from '@spikelog-otel/client/internals'
import type { OwnSketch } from '@spikelog-otel/client/internals'
import type { QuantileSketch } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BucketSum } from '../../../packages/exporter/src/charts/bucket-sum.ts'
import type { KnownBounds } from '../../../packages/exporter/src/charts/bucket-sum.ts'
import { firstSeed, rounds } from '../../support/campaign.ts'

function sketchOf(
  boundaries: readonly number[],
  counts: readonly number[],
  bounds: KnownBounds = {},
): QuantileSketch {
  const all = new BucketSum()
  all.add({ boundaries, counts }, bounds)
  return all.toSketch()
}

function quantile(sketch: QuantileSketch, percent: number): number {
  return toQuantile(sketch, percent, { min: Infinity, max: -Infinity })
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0)
}

/** The promise of the spread: 2.2 % beside a bucket, and half of one for the quantile itself. */
function expectNear(value: number, expected: number): void {
  expect(Math.abs(value / expected - 1)).toBeLessThan(0.05)
}

describe('what lies in a bucket with boundaries', () => {
  it('is taken to lie evenly between them', () => {
    const sketch = sketchOf([10, 20], [0, 100, 0])
    expectNear(quantile(sketch, 1), 10.1)
    expectNear(quantile(sketch, 50), 15)
    expectNear(quantile(sketch, 99), 19.9)
    expect(sum(sketch.positive.counts)).toBeCloseTo(100, 9)
    expect(sketch.negative.counts).toEqual([])
  })

  it('lies below 0 where the boundaries do', () => {
    const sketch = sketchOf([-20, -10], [0, 100, 0])
    expectNear(quantile(sketch, 50), -15)
    expectNear(quantile(sketch, 99), -10.1)
    expect(sum(sketch.negative.counts)).toBeCloseTo(100, 9)
    expect(sketch.positive.counts).toEqual([])
  })

  it('is shared out between both signs by their width', () => {
    const sketch = sketchOf([-10, 30], [0, 40, 0])
    expect(sum(sketch.negative.counts)).toBeCloseTo(10, 9)
    expect(sum(sketch.positive.counts)).toBeCloseTo(30, 9)
    expectNear(quantile(sketch, 10), -6)
    expectNear(quantile(sketch, 50), 10)
  })

  it('begins at 0 in the first bucket when no minimum is known, and below it at the boundary', () => {
    expectNear(quantile(sketchOf([10, 20], [100, 0, 0]), 50), 5)
    expectNear(quantile(sketchOf([-10, 20], [100, 0, 0]), 50), -10)
  })

  it('is the last boundary in the last bucket when no maximum is known', () => {
    expectNear(quantile(sketchOf([10, 20], [0, 0, 100]), 1), 20)
    expectNear(quantile(sketchOf([10, 20], [0, 0, 100]), 99), 20)
  })

  it('keeps to the minimum and the maximum', () => {
    const sketch = sketchOf([10, 20], [0, 100, 0], { min: 18, max: 19 })
    expectNear(quantile(sketch, 1), 18)
    expectNear(quantile(sketch, 99), 19)
    expectNear(quantile(sketchOf([10, 20], [100, 0, 0], { min: 8 }), 50), 9)
    expectNear(quantile(sketchOf([10, 20], [0, 0, 100], { max: 30 }), 50), 25)
    expectNear(quantile(sketchOf([10, 20], [0, 100, 0], { min: 20 }), 1), 20)
    expectNear(quantile(sketchOf([10, 20], [0, 100, 0], { max: 12 }), 50), 11)
  })

  it('does not mind a minimum and a maximum that contradict the buckets', () => {
    for (const bounds of [{ min: 30 }, { max: 5 }, { min: Number.NaN, max: Infinity }]) {
      const sketch = sketchOf([10, 20], [0, 100, 0], bounds)
      expectNear(quantile(sketch, 1), 10.1)
      expectNear(quantile(sketch, 99), 19.9)
    }
    expectNear(quantile(sketchOf([10, 20], [0, 0, 100], { max: 15 }), 50), 20)
  })

  it('is no less than nothing, whatever rounding makes of a boundary', () => {
    for (let power = 0; power < 64; power += 1) {
      const low = 2 ** (power / 16) * (1 + Number.EPSILON)
      const { positive } = sketchOf([low, 4 * low], [0, 100, 0])
      expect(Math.min(...positive.counts)).toBeGreaterThanOrEqual(0)
      expect(sum(positive.counts)).toBeCloseTo(100, 9)
    }
  })
})

/** What two sketches have to agree in, without the last digits of fractions. */
function toCounts({ zeros, positive, negative }: QuantileSketch) {
  const sides = [positive, negative].map(({ offset, counts }) => ({
    offset: counts.length > 0 ? offset : 0,
    counts: counts.map((count) => Math.round(count * 1e9) / 1e9),
  }))
  return { zeros, sides }
}

/** Data points with values on boundaries too, and without a minimum and a maximum at times. */
const points = fc.record({
  boundaries: fc.constantFrom([0, 5, 10, 25, 50], [-20, 0, 0, 20], [10], [0, 5, 10, 25, 51]),
  values: fc.array(fc.integer({ min: -30, max: 60 }), { minLength: 1, maxLength: 8 }),
  isBound: fc.boolean(),
})

describe('many data points', () => {
  it('come to the same together as each on its own', () => {
    const property = fc.property(fc.array(points, { maxLength: 12 }), (all) => {
      const together = new BucketSum()
      const oneByOne = new BucketSum().toSketch() as OwnSketch
      for (const { boundaries, values, isBound } of all) {
        const counts = [...boundaries, Infinity].map(
          (high, i) =>
            values.filter((v) => v <= high && v > (boundaries[i - 1] ?? -Infinity)).length,
        )
        const bounds = isBound ? { min: Math.min(...values), max: Math.max(...values) } : {}
        together.add({ boundaries, counts }, bounds)
        mergeIntoSketch(oneByOne, sketchOf(boundaries, counts, bounds))
      }
      const sketch = together.toSketch()
      expect(toCounts(sketch)).toEqual(toCounts(oneByOne))
      const { zeros, positive, negative } = sketch
      const count = all.reduce((total, { values }) => total + values.length, 0)
      expect(zeros + sum(positive.counts) + sum(negative.counts)).toBeCloseTo(count, 6)
    })
    fc.assert(property, { numRuns: rounds(2000), seed: firstSeed })
  })

  it('keep to the boundaries they came with, though the producer goes on in the same array', () => {
    const all = new BucketSum()
    const boundaries = [10, 20]
    all.add({ boundaries, counts: [0, 100, 0] }, {})
    boundaries.splice(0, 2, 1000, 2000)
    all.add({ boundaries, counts: [0, 100, 0] }, {})
    const sketch = all.toSketch()
    expectNear(quantile(sketch, 25), 15)
    expectNear(quantile(sketch, 75), 1500)
  })
})
