import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { useFolder } from '../support/use-folder.ts'

const charts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `chart ${String(index).padStart(4, '0')}`)

describe('a chart without a slot', () => {
  it('is dropped, counted and named once when there is no fallback file', async () => {
    const { client, clock, transport, logger } = useClient()
    for (let bucket = 0; bucket < 3; bucket += 1) {
      for (const chart of charts(12)) client.add(chart)
      await clock.advance(bucketMillis + 1)
    }
    await client.flush()
    expect(new Set(transport.posts.map(({ chart }) => chart))).toEqual(new Set(charts(10)))
    // The first bucket came to two points, the others were dropped as they were measured.
    expect(client.health()).toMatchObject({ dropped: { quota: 6 }, pending: 0 })
    expect(client.health().leftOut).toEqual(['chart 0010', 'chart 0011'])
    expect(logger.at('warn')).toEqual([
      'Left out of the 10 charts: chart 0010, chart 0011. Their points are dropped. Use ' +
        'fewer chart names, or raise `maxCharts` (SPIKELOG_MAX_CHARTS) if your plan has more.',
    ])
  })

  it('goes to the fallback file like any other: one point a bucket', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport } = useClient({ fallbackFile: file, maxCharts: 1 })
    for (let bucket = 0; bucket < 3; bucket += 1) {
      client.add('a', 1)
      client.record('b', 10)
      client.record('b', 20)
      await clock.advance(bucketMillis + 1)
    }
    await client.flush()
    expect(transport.valuesOf('a')).toEqual([1, 1, 1])
    expect(transport.valuesOf('b')).toEqual([])
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
    expect(rows.map((row) => row.split(',').slice(1, 4).join())).toEqual(
      Array.from({ length: 3 }, () => 'b,15,quota'),
    )
    expect(client.health()).toMatchObject({ fallback: 3, dropped: {} })
  })

  it('does not fill the log when there are thousands', async () => {
    const { client, clock, logger } = useClient()
    for (const chart of charts(900)) client.add(chart)
    await clock.advance(1.2 * bucketMillis)
    expect(logger.at('warn')).toHaveLength(1)
    expect(logger.at('warn')[0]?.length).toBeLessThan(1000)
    expect(logger.at('warn')[0]).toContain('chart 0029 and 870 more')
    expect(client.health().leftOut).toHaveLength(890)
  })

  it('says what the caller advises', async () => {
    const { client, logger } = useClient(
      { maxCharts: 1 },
      { adviseLeftOut: (names) => `Write a rule for ${names.join()}.` },
    )
    client.add('a')
    client.add('b')
    await client.flush()
    expect(logger.at('warn')[0]).toMatch(/dropped\. Write a rule for b\.$/u)
  })
})

describe('the 1001st name', () => {
  it('is dropped, counted and named once, and makes room by giving up what has no slot', async () => {
    const { client, clock, transport, logger } = useClient()
    for (const chart of charts(1000)) client.add(chart)
    client.add('one too many')
    client.add('another')
    await clock.advance(0)
    expect(transport.posts).toEqual([])
    expect(client.health()).toMatchObject({ pending: 10, dropped: { quota: 991 } })
    expect(client.health().dropped.too_many_names).toBe(1)
    expect(logger.at('warn')[0]).toContain('`one too many` is the first too many')
    expect(logger.at('warn')).toHaveLength(2)
    await clock.advance(1.2 * bucketMillis)
    expect(transport.posts.map(({ chart }) => chart)).toEqual(charts(10))
  })

  it.each([true, false])(
    'is not that of a chart with a slot, however many names are invented (reserved: %s)',
    async (isReserved) => {
      const file = `${useFolder()}/rest.csv`
      const { client, clock, transport } = useClient(
        { maxCharts: 2, fallbackFile: file },
        isReserved ? { reservedCharts: ['users', 'orders'] } : {},
      )
      if (!isReserved) {
        client.add('users')
        client.add('orders')
        await client.flush()
        transport.posts.length = 0
      }
      // A run that hangs: nothing can be given up meanwhile.
      let isAnswered = false
      transport.script = () =>
        new Promise((resolve) => {
          const done = (): void =>
            isAnswered ? resolve(answer(200)) : void clock.schedule(done, 1)
          done()
        })
      client.add('users', 5)
      const flushed = client.flush()
      for (const chart of charts(1500)) client.add(chart)
      client.add('orders', 7)
      client.add('users', 6)
      isAnswered = true
      await clock.until(flushed)
      await clock.until(client.flush())
      expect(transport.valuesOf('orders')).toEqual([7])
      expect(transport.valuesOf('users')).toEqual([5, 6])
      expect(client.health()).toMatchObject({ fallback: 998, dropped: { too_many_names: 502 } })
    },
  )

  it('costs no run of the pump when every chart has a slot', async () => {
    const file = `${useFolder()}/rest.csv`
    let deliveries = 0
    const { client, clock } = useClient(
      { maxCharts: 1000, fallbackFile: file },
      {
        runDelivery: (deliver) => {
          deliveries += 1
          return deliver()
        },
      },
    )
    for (const chart of charts(1000)) client.add(chart)
    for (let time = 0; time < 100; time += 1) client.add('one too many')
    await clock.advance(0)
    expect(deliveries).toBe(0)
    expect(client.health().dropped).toEqual({ too_many_names: 100 })
  })
})

const refusing = (refused: readonly string[]) => (post: { chart: string }) =>
  refused.includes(post.chart) ? answer(403, { body: '{"error":"no"}' }) : answer(200)

describe('a chart the service has no room for', () => {
  it('costs only that chart, for an hour, and is then asked for again', async () => {
    const { client, clock, transport, logger } = useClient()
    transport.script = refusing(['chart 0003'])
    const seen: number[] = []
    for (let bucket = 0; bucket < 15; bucket += 1) {
      for (const chart of charts(10)) client.add(chart)
      await clock.advance(bucketMillis + 1)
      seen.push(transport.valuesOf('chart 0003').length)
    }
    expect(transport.valuesOf('chart 0000')).toHaveLength(14)
    expect(seen.slice(1)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2])
    expect(client.health()).toMatchObject({ state: 'up', dropped: { quota: 14 } })
    expect(logger.at('warn')).toHaveLength(1)
    expect(logger.at('warn')[0]).toMatch(
      /no chart left for `chart 0003` \(status 403: .*is dropped/u,
    )
  })

  it('goes on once there is room', async () => {
    const { client, clock, transport } = useClient()
    transport.script = refusing(['b'])
    client.add('a')
    client.add('b')
    await client.flush()
    transport.script = () => answer(200)
    await clock.advance(3_600_000)
    client.add('b', 5)
    await client.flush()
    client.add('b', 6)
    await client.flush()
    expect(transport.valuesOf('b')).toEqual([1, 5, 6])
  })

  it('does not hold up the others behind a probe', async () => {
    // A new process on a full account: nothing accepted yet, and the body says nothing known.
    const { client, clock, transport, logger } = useClient()
    transport.script = refusing(['a'])
    client.add('a')
    await client.flush()
    expect(client.health().state).toBe('key_refused')
    for (let bucket = 0; bucket < 8; bucket += 1) {
      for (const chart of ['a', 'b', 'c']) client.add(chart)
      await clock.advance(bucketMillis + 1)
    }
    expect(client.health()).toMatchObject({ state: 'up' })
    expect(transport.valuesOf('b').length).toBeGreaterThan(3)
    expect(logger.at('error')).toHaveLength(1)
  })
})
