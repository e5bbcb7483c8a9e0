import { createMemoryBucketStore, toAggregate } from '@spikelog-otel/client'
import type { Claim } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startOfGrid } from '../../packages/client/src/bucket/bucket-grid.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'

/** Exports of a reader with any interval, even or not, in shares of a bucket. */
const someExports = fc.array(
  fc.record({
    after: fc.oneof(
      fc.constantFrom(0, 0.1, 0.2, 0.25, 0.5, 0.9, 1, 1.1, 2, 7),
      fc.double({ min: 0, max: 3, noNaN: true }),
    ),
    // Measured since the export before, or only a moment ago.
    spans: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)
const aBucket = fc.oneof(
  fc.constantFrom(10, 1000, 300_000, 86_400_000),
  fc.double({ min: 10, max: 86_400_000, noNaN: true }),
)
const aStart = fc.double({ min: 0, max: 1e12, noNaN: true })

describe(verifies('grid', 'the grid of buckets'), () => {
  it('an export closes one bucket at most, and what comes next is not due at once', () =>
    check(
      fc.property(someExports, aBucket, aStart, (exports, bucketMillis, startMillis) => {
        const store = createMemoryBucketStore({ bucketMillis })
        const claim = (): readonly Claim[] => {
          const claims = store.claim({ now, force: false })
          if ('then' in claims) throw new Error('the store in memory answers at once')
          for (const { key } of claims) void store.settle(key, { as: 'delivered' })
          return claims
        }
        let now = startMillis
        let exportedAt = startMillis
        // A first export of nine tenths of a bucket is one: the grid starts before the exports.
        let gridMillis: number | undefined
        let points = 0
        let merged = 0
        let taken = 0
        for (const { after, spans } of exports) {
          now += after * bucketMillis
          const fromMillis = spans ? exportedAt : now
          exportedAt = now
          gridMillis ??= startOfGrid(fromMillis, now, bucketMillis)
          store.merge('a', { ...toAggregate(1, now), fromMillis }, now)
          merged += 1
          const claims = claim()
          expect(claims.length).toBeLessThanOrEqual(1)
          points += claims.length
          for (const { aggregate } of claims) {
            taken += aggregate.count
            expect(aggregate.fromMillis).toBeLessThanOrEqual(aggregate.toMillis)
          }
          // The bucket that is closed is closed: what comes in the same moment waits for the next end.
          store.merge('a', toAggregate(1, now), now)
          merged += 1
          const dueMillis = store.nextDueMillis() ?? Number.NaN
          const isDueAtOnce = claim().length > 0 || dueMillis < now - bucketMillis * 1e-3
          expect(claims.length > 0 && isDueAtOnce).toBe(false)
        }
        const buckets = (now - (gridMillis ?? now)) / bucketMillis + 0.1
        expect(points).toBeLessThanOrEqual(Math.floor(buckets + 1e-6))
        expect(taken + (store.pending().get('a')?.count ?? 0)).toBe(merged)
      }),
      10_000,
    ))
})
