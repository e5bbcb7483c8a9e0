import { describe, expect, it } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'

const dayMillis = 24 * 3_600_000

describe(verifies('warnings', 'the warning of points used too fast'), () => {
  const pace =
    "Points are used faster than one per bucket (300 s): `users`. The charts' history gets as much " +
    "shorter. Flush less often, or set `forceFlush: 'due'` (in the client `flush({ force: false })`), " +
    'which posts only buckets that are over.'

  it('comes once when each flush takes a point, and goes when that ends', async () => {
    const { client, clock, transport, logger } = useClient()
    let flushed = 0
    for (; flushed < 1000; flushed += 1) {
      client.add('users')
      await client.flush()
      await clock.advance(10)
    }
    expect(transport.valuesOf('users')).toHaveLength(flushed)
    expect(client.health().warnings).toEqual([pace])
    expect(logger.lines).toEqual([{ level: 'warn', message: pace }])
    for (let bucket = 0; bucket < 100; bucket += 1) {
      client.add('users')
      await clock.advance(bucketMillis)
    }
    expect(client.health().warnings).toEqual([])
    expect(logger.lines).toHaveLength(1)
  })

  it('comes when a steady excess shows in a hundred points', async () => {
    const { client, clock, logger } = useClient()
    for (let flushed = 0; flushed < 90; flushed += 1) {
      client.add('users')
      await client.flush()
      await clock.advance(bucketMillis / 1.5)
    }
    expect(logger.lines).toEqual([])
    for (let flushed = 0; flushed < 10; flushed += 1) {
      client.add('users')
      await client.flush()
      await clock.advance(bucketMillis / 1.5)
    }
    expect(logger.at('warn')).toEqual([pace])
  })

  it.each([
    ['one measurement a bucket', 1],
    ['many', 37],
    ['many, not in step', 7.3],
  ])('does not come from %s', async (_what, perBucket) => {
    const { client, clock, logger } = useClient()
    for (let measured = 0; measured < 150 * perBucket; measured += 1) {
      client.add('users')
      client.postDue()
      await clock.advance(bucketMillis / perBucket)
    }
    expect(client.health().charts[0]?.pointsUsed).toBeGreaterThan(140)
    expect(logger.lines).toEqual([])
  })

  it('does not come from flushing now and then, an outage or a close', async () => {
    const { client, clock, transport, logger } = useClient({ maxRetries: 0 })
    for (let bucket = 0; bucket < 300; bucket += 1) {
      transport.script = () => answer(bucket % 10 === 3 ? 500 : 200)
      client.add('users')
      if (bucket % 10 === 6) await client.flush()
      await clock.advance(bucketMillis)
    }
    await clock.until(client.close())
    expect(logger.at('warn').filter((message) => message.includes('faster'))).toEqual([])
    expect(client.health().warnings.filter((message) => message.includes('faster'))).toEqual([])
  })

  it('is not said again within a day when it comes and goes', async () => {
    const { client, clock, logger } = useClient({ bucketMillis: 1000 })
    const burst = async (): Promise<void> => {
      for (let flushed = 0; flushed < 30; flushed += 1) {
        client.add('users')
        await client.flush()
      }
      await clock.advance(100_000)
      client.add('users')
      await client.flush()
    }
    for (let count = 0; count < 5; count += 1) await burst()
    expect(logger.at('warn')).toHaveLength(1)
    await clock.advance(dayMillis)
    await burst()
    expect(logger.at('warn')).toHaveLength(2)
  })
})

describe(verifies('warnings', 'the warning of a history that is shorter than asked'), () => {
  it('does not come when points are used as planned', async () => {
    const { client, clock, logger } = useClient({ keepDays: 7 })
    for (let bucket = 0; bucket < 1005; bucket += 1) {
      client.add('users')
      await clock.advance(756_000)
    }
    expect(client.health().charts[0]).toMatchObject({ chart: 'users', pointsUsed: 1000 })
    expect(client.health().charts[0]?.spanHours).toBeCloseTo((999 * 756) / 3600, 6)
    expect(client.health().warnings).toEqual([])
    expect(logger.lines).toEqual([])
  })

  it('comes from 801 points on, once, and names the charts', async () => {
    const { client, clock, logger } = useClient({ keepDays: 7 })
    const post = async (): Promise<void> => {
      client.add('users')
      await client.flush()
      // A thousand of them last 3 minutes less than 7 days.
      await clock.advance(605_000)
    }
    for (let posted = 0; posted < 800; posted += 1) await post()
    expect(client.health().warnings).toEqual([])
    await post()
    client.add('visits')
    await client.flush()
    const warning =
      'More than 800 of 1000 points used, at a pace that keeps less than the 7 days that `keepDays` ' +
      "asks for: `users`. Flush less often (`forceFlush: 'due'`, or `flush({ force: false })`): each " +
      'flush takes a point.'
    expect(client.health().warnings).toEqual([warning])
    for (let posted = 0; posted < 300; posted += 1) await post()
    expect(client.health().warnings).toEqual([warning])
    expect(logger.at('warn')).toEqual([warning])
  })

  it('foretells: 801 points of less than the days do no harm at a pace that fits', async () => {
    const { client, clock, logger } = useClient({ keepDays: 7 })
    for (let posted = 0; posted < 820; posted += 1) {
      client.add('users')
      await client.flush()
      // A thousand of them last 8 days, these 820 6.6.
      await clock.advance(700_000)
    }
    expect(client.health().charts[0]?.spanHours).toBeLessThan(7 * 24)
    expect(client.health().warnings).toEqual([])
    expect(logger.lines).toEqual([])
  })

  it('does not come where no days are asked for', async () => {
    const { client, clock } = useClient({ bucketMillis: 10 })
    for (let posted = 0; posted < 900; posted += 1) {
      client.add('users')
      await clock.advance(11)
    }
    expect(client.health().charts[0]?.pointsUsed).toBeGreaterThan(800)
    expect(client.health().warnings).toEqual([])
  })
})

describe(verifies('warnings', 'the warning of attempts that fail'), () => {
  it('is logged once while the service answers some', async () => {
    const { client, clock, transport, logger } = useClient({ maxRetries: 0, bucketMillis: 60_000 })
    transport.script = ({ chart }) => answer(chart === 'a' ? 200 : 503)
    for (let bucket = 0; bucket < 60; bucket += 1) {
      client.add('a')
      client.add('b')
      await clock.advance(60_000)
    }
    expect(logger.at('warn')).toEqual([
      '10 of 20 attempts succeeded in the last 24 hours (50 %). What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
    ])
    expect(client.health().successRate24h.attempts).toBeCloseTo(0.5, 2)
  })
})
