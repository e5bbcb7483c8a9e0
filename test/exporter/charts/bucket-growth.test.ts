import { toSketch } from '@spikelog-otel/client/internals'
import { describe, expect, it } from 'vitest'
import { copyBuckets, toBucketGrowth } from '../../../packages/exporter/src/charts/bucket-growth.ts'

const explicit = (boundaries: readonly number[], counts: readonly number[]) => ({
  boundaries,
  counts,
})

describe('the growth of cumulative buckets', () => {
  it('is all there is at first sight', () => {
    const now = explicit([10], [1, 2])
    expect(toBucketGrowth(undefined, now)).toBe(now)
  })

  it('is what each count grew by', () => {
    const before = explicit([10, 20], [1, 2, 0])
    expect(toBucketGrowth(before, explicit([10, 20], [1, 5, 3]))).toEqual(
      explicit([10, 20], [0, 3, 3]),
    )
    const growth = toBucketGrowth(toSketch(5, 2), toSketch(5, 6))
    expect(growth).toEqual(toSketch(5, 4))
  })

  it.each([
    ['a count went down', explicit([10], [1, 2]), explicit([10], [2, 1])],
    ['a boundary is another', explicit([10], [1, 2]), explicit([11], [1, 2])],
    ['a boundary came', explicit([10], [1, 2]), explicit([10, 20], [1, 2, 3])],
    ['a boundary went', explicit([10, 20], [1, 2, 3]), explicit([10], [1, 5])],
    ['they got boundaries', toSketch(5), explicit([10], [5, 0])],
    ['they lost their boundaries', explicit([10], [0, 0]), toSketch(5)],
    ['an exponential one lost some', toSketch(5, 3), toSketch(5, 2)],
    ['an exponential one lost zeros', toSketch(0, 3), toSketch(0, 2)],
    ['an exponential one lost some below 0', toSketch(-5, 3), toSketch(-5, 2)],
  ])('is unknown when %s, as the series began anew', (_what, before, now) => {
    expect(toBucketGrowth(before, now)).toBeUndefined()
  })
})

it('copies buckets whose owner goes on counting in them', () => {
  const owned = { boundaries: [10], counts: [1, 2] }
  const copy = copyBuckets(owned)
  owned.boundaries[0] = 11
  owned.counts[0] = 7
  expect(copy).toEqual({ boundaries: [10], counts: [1, 2] })
})
