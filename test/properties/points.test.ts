import { aggregations } from '@spikelog-otel/client'
import type { Aggregate, ChartSettings, QuantileSketch } from '@spikelog-otel/client'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPoint } from '../../packages/client/src/chart/to-point.ts'
import { check } from '../client/support/soak.ts'
import { verifies } from '../requirements.ts'
import { useClient } from '../support/use-client.ts'

const anything = fc.oneof(
  fc.double(),
  fc.integer({ min: -5, max: 2000 }),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, 5e-324),
)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const aTime = fc.oneof(fc.integer({ min: 0, max: 1e7 }), anything)

const someBuckets = fc.record({
  offset: fc.integer({ min: -2000, max: 2000 }),
  counts: fc.array(fc.oneof(fc.nat(9), anything), { maxLength: 5 }),
})
const aSketch: fc.Arbitrary<QuantileSketch> = fc.record({
  scale: fc.integer({ min: -12, max: 45 }),
  zeros: fc.oneof(fc.nat(5), anything),
  positive: someBuckets,
  negative: someBuckets,
})
const anAggregate: fc.Arbitrary<Aggregate> = fc.record(
  {
    count: anything,
    sum: anything,
    min: anything,
    max: anything,
    fromMillis: aTime,
    toMillis: aTime,
    last: fc.record({ atMillis: anything, seq: anything, value: anything }),
    sketch: aSketch,
  },
  { requiredKeys: ['count', 'sum', 'min', 'max', 'fromMillis', 'toMillis'] },
)
const aClamp = fc.oneof(
  fc.constant(false as const),
  fc
    .tuple(finite, finite)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
)
const someSettings: fc.Arbitrary<ChartSettings> = fc.record(
  { aggregation: fc.constantFrom(...aggregations), scale: anything, clamp: aClamp },
  { requiredKeys: ['aggregation'] },
)

describe(verifies('badNumbers', 'points'), () => {
  it('any aggregate becomes a finite point or is counted as dropped', () =>
    check(
      fc.asyncProperty(
        fc.array(fc.tuple(anAggregate, someSettings), { minLength: 1, maxLength: 8 }),
        async (all) => {
          const { client, clock, transport } = useClient({ maxCharts: 1000 })
          for (const [at, [aggregate, settings]] of all.entries()) {
            client.merge(`chart ${at}`, aggregate, settings)
          }
          await clock.until(client.flush())
          for (const { value } of transport.posts) expect(value).toSatisfy(Number.isFinite)
          const { dropped } = client.health()
          expect(Object.keys(dropped).filter((reason) => reason !== 'nonfinite')).toEqual([])
          expect(transport.posts.length + (dropped.nonfinite ?? 0)).toBe(all.length)
        },
      ),
      5000,
    ))

  it('a point lies within its bounds, and clamping it again changes nothing', () =>
    check(
      fc.property(anAggregate, someSettings, (aggregate, settings) => {
        const defaults = { clamp: [0, 1e6] as const, bucketMillis: 1000 }
        const point = toPoint(aggregate, settings, defaults)
        if (point === undefined) return
        expect(point.value).toSatisfy(Number.isFinite)
        const clamp = settings.clamp ?? defaults.clamp
        if (clamp === false || settings.aggregation === 'sum' || settings.aggregation === 'count')
          return
        expect(point.value).toBeGreaterThanOrEqual(clamp[0])
        expect(point.value).toBeLessThanOrEqual(clamp[1])
        const again = toPoint(
          { ...aggregate, max: point.value },
          { aggregation: 'max', clamp },
          defaults,
        )
        expect(again).toEqual({ value: point.value, clamped: false })
      }),
      20_000,
    ))
})
