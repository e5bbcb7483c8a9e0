import { createMemoryBucketStore, toAggregate, withSketch } from '@spikelog-otel/client'
import type { SpikelogClient } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { firstSeed, rounds } from '../support/campaign.ts'
import { answer, failure } from '../support/fake-transport.ts'
import type { FakeTransport } from '../support/fake-transport.ts'
import { distributions, drawValues, expectQuantiles } from '../support/quantiles.ts'
import { bucketMillis, useClient } from '../support/use-client.ts'

const aggregations = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

function recordAll(client: SpikelogClient, values: Iterable<number>): void {
  for (const value of values) {
    for (const aggregation of aggregations) client.record(aggregation, value, { aggregation })
  }
}

function charted(transport: FakeTransport): Record<string, number> {
  const last = (chart: string): number => Number(transport.valuesOf(chart).at(-1))
  return Object.fromEntries(aggregations.map((chart) => [chart, last(chart)]))
}

describe(verifies('quantiles', 'a quantile of recorded values'), () => {
  it.each(Object.keys(distributions))(
    'is as near as promised: %s',
    async (name) => {
      const { client, transport } = useClient({ clamp: false })
      const values = drawValues(name, rounds(1_000_000), firstSeed)
      recordAll(client, values)
      await client.flush()
      expectQuantiles(charted(transport), values)
    },
    120_000,
  )

  it.each([5, 0, -3, 0.1, 1e300, 5e-324, 1.7976931348623157e308])(
    'is the value itself when there is only one: %d',
    async (value) => {
      const { client, transport } = useClient({ clamp: false })
      recordAll(client, [value])
      await client.flush()
      expect(Object.values(charted(transport))).toEqual(aggregations.map(() => value))
    },
  )

  it('is the greatest value itself where its rank is the last', async () => {
    const { client, transport } = useClient()
    recordAll(client, [1.1, 7.77, 3.3])
    await client.flush()
    expect(charted(transport)).toMatchObject({ p75: 7.77, p99: 7.77 })
  })

  it('is scaled and clamped as any value', async () => {
    const { client, transport } = useClient()
    const settings = { aggregation: 'p95', scale: 1000, clamp: [0, 500] } as const
    const aggregate = { count: 2, sum: 4, min: 2, max: 2, fromMillis: 0, toMillis: 0 }
    client.merge('latency', aggregate, settings)
    await client.flush()
    expect(transport.valuesOf('latency')).toEqual([500])
  })
})

describe(verifies('quantiles', 'a quantile over an outage'), () => {
  it.each([
    ['503', () => answer(503)],
    ['no connection', () => failure(false)],
  ])('is that of everything measured meanwhile: %s', async (_what, outage) => {
    const { client, clock, transport } = useClient({ clamp: false })
    const values = drawValues('log-normal', 20_000, firstSeed)
    transport.script = outage
    for (let at = 0; at < values.length; at += 1000) {
      // From bucket to bucket slower, so that no bucket alone has the quantiles of them all.
      for (let i = at; i < at + 1000; i += 1) values[i] = (values[i] ?? 0) * (1 + at / 1000)
      recordAll(client, values.subarray(at, at + 1000))
      await clock.advance(bucketMillis)
    }
    expect(client.health().state).toBe('down')
    transport.script = () => answer(200)
    transport.posts.length = 0
    await clock.until(client.flush())
    expect(aggregations.map((chart) => transport.valuesOf(chart).length)).toEqual([1, 1, 1, 1, 1])
    expectQuantiles(charted(transport), values)
  })

  it('leaves a sealed point as it was, and has what came later in the next one', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => failure(true, 'no answer')
    recordAll(client, [1, 2, 3])
    await clock.advance(1.2 * bucketMillis)
    recordAll(client, [10, 20, 30])
    await clock.advance(1.2 * bucketMillis)
    transport.script = () => answer(200)
    await clock.advance(1.2 * bucketMillis)
    await clock.until(client.flush())
    const posted = transport.valuesOf('p99')
    expect(new Set(posted)).toEqual(new Set([3, 30]))
    expect(posted.at(-1)).toBe(30)
  })
})

describe('a chart of no quantile', () => {
  it('carries no sketch, whatever is merged', async () => {
    const store = createMemoryBucketStore({ bucketMillis })
    const { client, transport } = useClient({ store })
    client.record('latency', 1)
    const broken = { ...toAggregate(2, 0), sketch: 'none' as never }
    client.merge('latency', broken, { aggregation: 'avg' })
    client.merge('users', withSketch(toAggregate(5, 0)))
    for (const aggregate of store.pending().values()) expect(aggregate).not.toHaveProperty('sketch')
    expect(store.pending().size).toBe(2)
    await client.flush()
    expect(transport.valuesOf('latency')).toEqual([1.5])
  })
})

describe('a chart of a quantile', () => {
  it('takes no aggregate without a sketch, and says what to do', () => {
    const { client, logger } = useClient()
    const aggregate = { count: 2, sum: 4, min: 1, max: 3, fromMillis: 0, toMillis: 0 }
    client.merge('latency', aggregate, { aggregation: 'p95' })
    expect(client.health()).toMatchObject({ dropped: { nonfinite: 1 }, pending: 0 })
    expect(logger.at('warn')[0]).toMatch(/got none for `p95`.*need the `sketch` of `withSketch`/u)
  })

  it.each([Number.NaN, Infinity, null, undefined, 'x'])('is never made of %s', async (value) => {
    const { client, transport } = useClient()
    client.record('latency', value as number, { aggregation: 'p95' })
    client.merge('latency', value as never, { aggregation: 'p95' })
    await client.flush()
    expect(transport.posts).toEqual([])
    expect(client.health().dropped).toEqual({ nonfinite: 2 })
  })
})
