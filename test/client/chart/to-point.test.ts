import { describe, expect, it } from 'vitest'
import { isChartable, toPoint } from '../../../packages/client/src/chart/to-point.ts'
import type { Aggregate, Aggregation } from '@spikelog-otel/client'
import { useClient } from '../../support/use-client.ts'

const defaults = { clamp: [0, 1e6] as const, bucketMillis: 1000 }
const aggregate: Aggregate = {
  count: 4,
  sum: 20,
  min: 2,
  max: 9,
  last: { atMillis: 5, seq: 1, value: 3 },
  fromMillis: 0,
  toMillis: 2000,
}

describe('toPoint', () => {
  it.each<[Aggregation, number]>([
    ['sum', 20],
    ['avg', 5],
    ['max', 9],
    ['min', 2],
    ['last', 3],
    ['count', 4],
    ['rate', 10],
  ])('turns an aggregate into its %s', (aggregation, value) => {
    expect(toPoint(aggregate, { aggregation }, defaults)).toEqual({ value, clamped: false })
  })

  it('takes the time from its beginning to its end for a rate', () => {
    const later = { ...aggregate, fromMillis: 5000, toMillis: 7000 }
    expect(toPoint(later, { aggregation: 'rate' }, defaults)?.value).toBe(10)
  })

  it('scales before it clamps', () => {
    const settings = { aggregation: 'max', scale: 1000, clamp: [0, 5000] } as const
    expect(toPoint(aggregate, settings, defaults)).toEqual({ value: 5000, clamped: true })
    expect(toPoint(aggregate, { ...settings, scale: -1 }, defaults)).toEqual({
      value: 0,
      clamped: true,
    })
  })

  it.each<[Aggregation, number]>([
    ['sum', 3e6],
    ['count', 3e6],
    ['max', 1e6],
    ['min', 1e6],
    ['avg', 1e6],
    ['last', 1e6],
    ['rate', 1e6],
  ])('widens the bounds of %s by the buckets it spans, to %d', (aggregation, bound) => {
    const huge = { count: 1e10, sum: 1e20, min: 1e9, max: 1e9, fromMillis: 0, toMillis: 2950 }
    const last = { atMillis: 0, seq: 0, value: 1e9 }
    expect(toPoint({ ...huge, last }, { aggregation }, defaults)?.value).toBe(bound)
  })

  it('never makes the bounds narrower than one bucket', () => {
    const short = { ...aggregate, sum: 2e6, toMillis: 10 }
    expect(toPoint(short, { aggregation: 'sum' }, defaults)?.value).toBe(1e6)
  })

  it('divides a rate by a second at least', () => {
    const instant = { ...aggregate, toMillis: 0 }
    expect(toPoint(instant, { aggregation: 'rate' }, defaults)?.value).toBe(20)
  })

  it("switches the clamp off, the chart's own before the client's", () => {
    const low = { ...aggregate, sum: -1e300 }
    expect(toPoint(low, { aggregation: 'sum', clamp: false }, defaults)?.value).toBe(-1e300)
    expect(
      toPoint(low, { aggregation: 'sum', clamp: [-1, 1] }, { ...defaults, clamp: false })?.value,
    ).toBe(-2)
  })

  it.each([
    ['a sum that overflowed', { sum: Infinity }, {}],
    ['no value', { sum: Number.NaN }, {}],
    ['a scale that overflows', { sum: 1e300 }, { scale: 1e300 }],
    ['a scale that is no number', {}, { scale: Number.NaN }],
    ['bounds that are no numbers', {}, { clamp: [0, Number.NaN] as const }],
    ['an average of nothing', { count: 0, sum: 0 }, { aggregation: 'avg' as const }],
    ['a quantile of what has no sketch', {}, { aggregation: 'p95' as const }],
    ['no last value', { last: undefined }, { aggregation: 'last' as const }],
    ['no maximum', { max: -Infinity }, { aggregation: 'max' as const, clamp: false as const }],
  ])('gives no point for %s', (_what, part, settings) => {
    const broken = { ...aggregate, ...part } as Aggregate
    expect(toPoint(broken, { aggregation: 'sum', ...settings }, defaults)).toBeUndefined()
  })
})

describe('isChartable', () => {
  it.each<[Aggregation, Partial<Aggregate>]>([
    ['sum', { sum: Infinity }],
    ['rate', { sum: Number.NaN }],
    ['avg', { sum: Infinity }],
    ['avg', { count: 0 }],
    ['max', { max: -Infinity }],
    ['min', { min: Infinity }],
    ['last', { last: { atMillis: 0, seq: 0, value: Number.NaN } }],
    ['count', { count: Number.NaN }],
  ])('asks of %s what it needs: %j is not enough', (aggregation, part) => {
    expect(isChartable({ ...aggregate, ...part }, aggregation)).toBe(false)
    expect(isChartable(aggregate, aggregation)).toBe(true)
  })

  it('asks for a last value', () => {
    const { last: _last, ...withoutLast } = aggregate
    expect(isChartable(withoutLast, 'last')).toBe(false)
  })

  it.each<[Aggregation, Partial<Aggregate>]>([
    ['sum', { sum: 1 }],
    ['rate', { sum: 1 }],
    ['avg', { sum: 1, count: 1 }],
    ['max', { max: 1 }],
    ['min', { min: 1 }],
    ['last', { last: { atMillis: 0, seq: 0, value: 1 } }],
    ['count', { count: 1 }],
  ])('asks of %s nothing but %j', (aggregation, part) => {
    const unknown = { count: Number.NaN, sum: Number.NaN, min: Infinity, max: -Infinity }
    expect(isChartable({ ...unknown, fromMillis: 0, toMillis: 0, ...part }, aggregation)).toBe(true)
  })
})

describe('a value on the wire', () => {
  it.each([
    ['-0', -0, '0'],
    ['a huge one', 1e300, '1e+300'],
    ['the smallest', 5e-324, '5e-324'],
    ['a fraction', 0.1, '0.1'],
  ])('is a JSON number: %s', async (_what, value, text) => {
    const { client, transport } = useClient({ clamp: false })
    client.set('users', value)
    await client.flush()
    expect(transport.posts.map(({ body }) => body)).toEqual([`{"chart":"users","value":${text}}`])
  })

  it.each([Number.NaN, Infinity, -Infinity, '5', null, {}, 5n, Symbol('x'), undefined])(
    'is never made of %s',
    async (value) => {
      const { client, transport, logger } = useClient({ clamp: false })
      client.record('users', value as number)
      client.record('users', value as number)
      expect(await client.flush()).toMatchObject({ delivered: 0 })
      expect(transport.posts).toEqual([])
      expect(client.health().dropped).toEqual({ nonfinite: 2 })
      expect(logger.lines).toHaveLength(1)
      expect(logger.at('warn')[0]).toContain('Chart `users`: expected a finite number')
    },
  )

  it('is not made of sums that overflow together: they are counted, and the chart goes on', async () => {
    const { client, transport, logger } = useClient({ clamp: false })
    client.add('bytes', 1.7e308)
    client.add('bytes', 1.7e308)
    expect(await client.flush()).toMatchObject({ delivered: 0, dropped: 1, pending: 0 })
    client.add('bytes', 1)
    await client.flush()
    expect(transport.valuesOf('bytes')).toEqual([1])
    expect(logger.at('warn')[0]).toContain('not a finite number')
  })

  it('is moved to its bounds, counted, and said once a chart with the bounds it has', async () => {
    const { client, transport, logger } = useClient()
    for (let run = 0; run < 3; run += 1) {
      client.set('users', 2e6)
      client.merge(
        'load',
        { count: 1, sum: 7, min: 7, max: 7, fromMillis: 0, toMillis: 0 },
        { aggregation: 'max', clamp: [0, 5] },
      )
      await client.flush()
    }
    expect(transport.valuesOf('users')).toEqual([1e6, 1e6, 1e6])
    expect(transport.valuesOf('load')).toEqual([5, 5, 5])
    expect(client.health().clamped).toBe(6)
    expect(logger.at('warn')).toEqual([
      expect.stringMatching(/`load`.* moved to 5\. .*now \[0, 5\]/u),
      expect.stringMatching(/`users`.* moved to 1000000\. .*now \[0, 1000000\]/u),
    ])
  })

  it('keeps everything a sum carried over an outage', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0, clamp: [0, 10] })
    transport.script = () => ({ kind: 'answer', status: 503, body: '' })
    for (let bucket = 0; bucket < 5; bucket += 1) {
      client.add('users', 10)
      await clock.advance(300_001)
    }
    transport.script = () => ({ kind: 'answer', status: 200, body: '' })
    await clock.advance(300_000)
    expect(transport.valuesOf('users').at(-1)).toBe(50)
    expect(client.health().clamped).toBe(0)
  })
})
