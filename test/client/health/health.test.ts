import { describe, expect, it } from 'vitest'
import { answer, failure } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'

describe('health()', () => {
  it('begins empty', () => {
    const { client } = useClient({}, { reservedCharts: ['users'] })
    expect(client.health()).toEqual({
      state: 'up',
      isIncluded: true,
      attempts24h: { total: 0, succeeded: 0 },
      points24h: { delivered: 0, failed: 0 },
      successRate24h: {},
      operations: { inFlight: 0, succeeded: 0, failed: 0 },
      charts: [{ chart: 'users', pointsUsed: 0, spanHours: 0, isPending: false }],
      leftOut: [],
      pending: 0,
      dropped: {},
      fallback: 0,
      clamped: 0,
      carriedOver: 0,
      sealed: 0,
      warnings: [],
    })
  })

  it('counts attempts and points', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 1 })
    transport.script = ({ chart }) =>
      chart === 'a' ? answer(200) : chart === 'b' ? failure(true, 'reset') : answer(503)
    for (const chart of ['a', 'b', 'c']) client.add(chart)
    await clock.until(client.flush())
    client.add('d', Number.NaN)
    expect(client.health()).toMatchObject({
      state: 'up',
      isIncluded: true,
      attempts24h: { total: 5, succeeded: 1 },
      points24h: { delivered: 1, failed: 2 },
      successRate24h: { attempts: 0.2, points: 1 / 3 },
      operations: { inFlight: 0, succeeded: 1, failed: 2 },
      charts: [
        { chart: 'a', pointsUsed: 1, spanHours: 0, isPending: false },
        { chart: 'b', pointsUsed: 0, isPending: true },
        { chart: 'c', pointsUsed: 0, isPending: true },
      ],
      pending: 2,
      dropped: { nonfinite: 1 },
      carriedOver: 1,
      sealed: 1,
      lastError: expect.stringMatching(/^(?:reset|status 503)$/u),
    })
  })

  it.each([
    [
      2,
      18,
      [
        '2 of 20 attempts succeeded in the last 24 hours (10 %). What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
      ],
    ],
    [19, 0, []],
    [0, 19, []],
    [19, 1, []],
    [
      18,
      2,
      [
        '18 of 20 attempts succeeded in the last 24 hours (90 %). What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
      ],
    ],
    [
      17,
      3,
      [
        '17 of 20 attempts succeeded in the last 24 hours (85 %). What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
      ],
    ],
    [
      0,
      20,
      [
        '0 of 20 attempts succeeded in the last 24 hours (0 %). What failed is kept and follows; look at the network between here and Spikelog. The last failure: status 503',
      ],
    ],
  ])('warns from 20 attempts on: %i succeeded, %i failed', async (succeeded, failed, warnings) => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    const post = async (): Promise<void> => {
      client.add('users')
      await client.flush()
    }
    for (let count = 0; count < succeeded; count += 1) await post()
    transport.script = () => answer(503)
    for (let count = 0; count < failed; count += 1) await post()
    expect(client.health().warnings).toEqual(warnings)
    await client.close({ timeoutMillis: 0 })
    await clock.advance(24 * 3_600_000)
    expect(client.health().warnings).toEqual([])
  })

  it('covers the last 24 hours, to the hour', async () => {
    const { client, clock } = useClient()
    client.add('users')
    await client.flush()
    await clock.advance(22 * 3_600_000)
    client.add('users')
    await client.flush()
    expect(client.health().points24h.delivered).toBe(2)
    await clock.advance(2 * 3_600_000)
    expect(client.health()).toMatchObject({
      points24h: { delivered: 1 },
      attempts24h: { total: 1, succeeded: 1 },
    })
    await clock.advance(100 * 3_600_000)
    expect(client.health().attempts24h.total).toBe(0)
  })

  it("counts points up to a chart's 1000", async () => {
    const { client, clock } = useClient()
    for (let bucket = 0; bucket < 1010; bucket += 1) {
      client.add('users')
      await clock.advance(bucketMillis + 1)
    }
    expect(client.health().charts).toEqual([
      {
        chart: 'users',
        pointsUsed: 1000,
        spanHours: (999 * (bucketMillis + 1)) / 3_600_000,
        isPending: true,
      },
    ])
  })

  it('counts what others lost before it reached the client', () => {
    const { client } = useClient()
    client.countDropped('series', 3)
    client.countDropped('series')
    expect(client.health().dropped).toEqual({ series: 4 })
  })

  it('is a copy that does not change', () => {
    const { client } = useClient()
    const { dropped } = client.health()
    client.add('x', Number.NaN)
    expect(dropped).toEqual({})
  })
})
