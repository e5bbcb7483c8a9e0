import { toQuantile } from '../../../packages/client/src/aggregate/to-quantile.ts'
import { createSketch } from '@spikelog-otel/client/internals'
import type { OwnSketch } from '@spikelog-otel/client/internals'
import { describe, expect, it } from 'vitest'
import { addBuckets } from '../../../packages/exporter/src/charts/add-buckets.ts'
import type { KnownBounds } from '../../../packages/exporter/src/charts/add-buckets.ts'

function sketchOf(boundaries: number[], counts: number[], bounds: KnownBounds = {}): OwnSketch {
  const sketch = createSketch()
  addBuckets(sketch, { boundaries, counts }, bounds)
  return sketch
}

function quantile(sketch: OwnSketch, percent: number): number {
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
