import type { Aggregation } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { combineKeys } from '../../../packages/cli/src/replay/combine-keys.ts'
import type { KeptRow } from '../../../packages/cli/src/replay/kept-row.ts'
import { planPosts } from '../../../packages/cli/src/replay/plan-posts.ts'
import { aRow, keyOf } from './support/rows.ts'

const maybe = 'shutdown_maybe_delivered'

function plan(rows: readonly Omit<KeptRow, 'raw'>[], aggregation: Aggregation = 'sum') {
  const kept = rows.map((row) => ({ ...row, raw: '' }))
  const options = { bucketMillis: 10_000, aggregationOf: () => aggregation }
  const { charts, waiting } = planPosts(kept, options)
  const posts = [...charts.values()].flat()
  return {
    posts: posts.map(({ chart, value, key }) => [chart, value, key]),
    times: posts.map(({ wallMillis }) => (wallMillis / 1000) % 3600),
    waiting: waiting.map(({ key }) => key),
  }
}

describe('planPosts', () => {
  it('posts a lone row under its own key', () => {
    expect(plan([aRow(1, 0, 'a', 3)])).toEqual({
      posts: [['a', 3, keyOf(1)]],
      times: [0],
      waiting: [],
    })
  })

  it('makes one point of the rows of one chart and bucket, and of no others', () => {
    const rows = [aRow(1, 12, 'a', 1), aRow(2, 9, 'a', 2), aRow(3, 8, 'b', 4), aRow(4, 0, 'a', 8)]
    expect(plan(rows)).toEqual({
      posts: [
        ['a', 10, combineKeys([keyOf(2), keyOf(4)])],
        ['a', 1, keyOf(1)],
        ['b', 4, keyOf(3)],
      ],
      times: [9, 12, 8],
      waiting: [],
    })
  })

  it.each<[Aggregation, number]>([
    ['sum', 9],
    ['count', 9],
    ['rate', 9],
    ['avg', 3],
    ['p95', 3],
    ['max', 6],
    ['min', 1],
    ['last', 2],
  ])('combines by %s', (aggregation, value) => {
    const rows = [aRow(1, 3, 'a', 2), aRow(2, 1, 'a', 6), aRow(3, 2, 'a', 1)]
    expect(plan(rows, aggregation).posts).toEqual([
      ['a', value, combineKeys([keyOf(1), keyOf(2), keyOf(3)])],
    ])
  })

  it('posts what may be there as it is, and moves other rows to the next bucket', () => {
    const rows = [
      aRow(1, 0, 'a', 1),
      aRow(2, 1, 'a', 2, maybe),
      aRow(3, 11, 'a', 4, maybe),
      aRow(4, 35, 'a', 8),
      aRow(5, 0, 'b', 16),
    ]
    expect(plan(rows).posts).toEqual([
      ['a', 2, keyOf(2)],
      ['a', 4, keyOf(3)],
      ['a', 9, combineKeys([keyOf(1), keyOf(4)])],
      ['b', 16, keyOf(5)],
    ])
  })

  it('lets rows wait that no bucket has room for', () => {
    const rows = [aRow(1, 0, 'a', 1, maybe), aRow(2, 1, 'a', 2), aRow(3, 2, 'b', 4)]
    expect(plan(rows)).toMatchObject({
      posts: [
        ['a', 1, keyOf(1)],
        ['b', 4, keyOf(3)],
      ],
      waiting: [keyOf(2)],
    })
  })

  it('posts no sum that is no number', () => {
    const rows = [aRow(1, 0, 'a', 1e308), aRow(2, 1, 'a', 1e308)]
    expect(plan(rows)).toEqual({ posts: [], times: [], waiting: [keyOf(1), keyOf(2)] })
  })
})

describe('combineKeys', () => {
  it('gives the same key for the same rows in any order, and another for others', () => {
    const [a, b, c] = [keyOf(1), keyOf(2), keyOf(3)]
    expect(combineKeys([b, a])).toBe(combineKeys([a, b]))
    expect(combineKeys([a, c])).not.toBe(combineKeys([a, b]))
    expect(combineKeys([a, b])).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/u,
    )
  })
})
