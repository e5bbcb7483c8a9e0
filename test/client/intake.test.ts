import { toAggregate } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { bucketMillis, useClient } from '../support/use-client.ts'

describe("a chart's first use", () => {
  it('fixes its aggregation: another one is dropped, counted and warned about once', async () => {
    const { client, transport, logger } = useClient()
    client.record('latency', 10)
    client.add('latency', 1)
    client.add('latency', 1)
    client.record('latency', 20)
    await client.flush()
    expect(transport.valuesOf('latency')).toEqual([15])
    expect(client.health().dropped).toEqual({ aggregation: 2 })
    expect(logger.at('warn')).toEqual([
      'Chart `latency`: expected aggregation `avg`, fixed by its first use, got `sum` (string): ' +
        'dropped. Use one aggregation a chart, or a second chart.',
    ])
  })

  it('fixes it for good while the chart has a slot', async () => {
    const { client, clock } = useClient()
    client.set('users', 10)
    await client.flush()
    await clock.advance(10 * bucketMillis)
    client.add('users', 1)
    expect(client.health().dropped).toEqual({ aggregation: 1 })
  })

  it('names the aggregations there are when it is none of them', () => {
    const { client, logger } = useClient()
    client.record('latency', 1, { aggregation: 'median' as 'avg' })
    client.record('latency', 1, { aggregation: 'p94' as 'p95' })
    expect(client.health().dropped).toEqual({ aggregation: 2 })
    expect(logger.at('warn')).toEqual([
      'Chart `latency`: expected aggregation to be one of sum, avg, max, min, last, count, rate, ' +
        'p50, p75, p90, p95, p99, got `median` (string): dropped.',
    ])
  })
})

describe('measuring', () => {
  it.each([
    ['sum', 9],
    ['avg', 3],
    ['max', 5],
    ['min', 1],
    ['last', 3],
    ['count', 3],
    ['rate', 9],
  ] as const)('posts the %s that is asked for', async (aggregation, value) => {
    const { client, transport } = useClient()
    for (const one of [1, 5, 3]) client.record('load', one, { aggregation })
    await client.flush()
    expect(transport.valuesOf('load')).toEqual([value])
  })

  it('takes the later of two values set in one millisecond', async () => {
    const { client, transport } = useClient()
    for (const value of [3, 9, 4]) client.set('depth', value)
    await client.flush()
    expect(transport.valuesOf('depth')).toEqual([4])
  })

  it('adds one by default', async () => {
    const { client, transport } = useClient()
    client.add('sign-ups')
    client.add('sign-ups')
    await client.flush()
    expect(transport.valuesOf('sign-ups')).toEqual([2])
  })

  it('puts the prefix before every name', async () => {
    const { client, transport } = useClient({ prefix: 'shop.' })
    client.add('users')
    await client.flush()
    expect(transport.posts[0]?.chart).toBe('shop.users')
  })

  it.each([undefined, null, 5, 'x', {}, { ...toAggregate(1, 0), fromMillis: Number.NaN }])(
    'never throws for an aggregate that is none: %j',
    (aggregate) => {
      const { client } = useClient()
      client.merge('users', aggregate as never)
      expect(client.health()).toMatchObject({ pending: 0, dropped: { nonfinite: 1 } })
    },
  )

  it('never throws for options that are none', async () => {
    const { client, clock, transport } = useClient()
    client.add('users', 1, null as never)
    client.merge('users', toAggregate(2, 0), null as never)
    await client.flush(null as never)
    expect(transport.valuesOf('users')).toEqual([3])
    await clock.until(client.close(null as never))
    expect(transport.isClosed).toBe(true)
  })

  it('posts what another clock measured with the next bucket', async () => {
    const { client, clock, transport } = useClient()
    client.merge('users', toAggregate(7, Date.now()))
    await clock.advance(1.2 * bucketMillis)
    expect(transport.valuesOf('users')).toEqual([7])
  })
})
