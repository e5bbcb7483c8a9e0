import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { aLife, bucketMillis } from './support/life.ts'
import { live } from './support/live.ts'

/** A bucket may close a tenth before its end; each forced post starts the buckets anew. */
const early = 0.1

describe(verifies('grid', 'the points of a chart'), () => {
  it('at any time a chart has at most one point a bucket, and those that were forced', async () => {
    const folder = useFolder()
    await check(
      fc.asyncProperty(aLife(), async (life) => {
        const { service, startMillis, forcedAt } = await live(life, folder)
        const points = new Map<string, number>()
        for (const { chart, atMillis } of service.stored.values()) {
          const count = (points.get(chart) ?? 0) + 1
          points.set(chart, count)
          const forced = forcedAt.filter((forcedMillis) => forcedMillis <= atMillis).length
          const buckets = (atMillis - startMillis) / bucketMillis + early * (1 + forced)
          expect(count).toBeLessThanOrEqual(Math.floor(buckets + 1e-9) + forced)
        }
      }),
      3000,
    )
  })
})
