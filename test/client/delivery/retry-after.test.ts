import { describe, expect, it } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'

describe('Retry-After', () => {
  it('is waited for without jitter when the run has the time', async () => {
    const { client, clock, transport } = useClient()
    const at: number[] = []
    transport.script = () => {
      at.push(clock.now())
      return at.length === 1 ? answer(429, { retryAfter: '7' }) : answer(200)
    }
    client.add('users')
    await clock.until(client.flush())
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBe(7000)
  })

  it.each(['0', '-5', 'abc', '1e12', '5.5', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'of %j is nonsense: the ordinary backoff holds, and there is no hot loop',
    async (retryAfter) => {
      const { client, clock, transport } = useClient()
      const at: number[] = []
      transport.script = () => {
        at.push(clock.now() - 1000)
        return answer(503, { retryAfter })
      }
      client.add('users')
      await clock.until(client.flush())
      expect(at).toEqual([0, 500, 1500, 3500])
      await client.flush()
      expect(at).toHaveLength(5)
    },
  )

  it('holds for the whole account', async () => {
    const { client, clock, transport } = useClient()
    const at: [string, number][] = []
    let isFirst = true
    transport.script = (post) => {
      at.push([post.chart, clock.now() - 1000])
      if (!isFirst) return answer(200)
      isFirst = false
      return answer(429, { retryAfter: '10' })
    }
    for (let chart = 0; chart < 14; chart += 1) client.add(`chart ${chart}`)
    await clock.until(client.flush())
    // Ten were out already when the answer came, or else they waited with it.
    const late = at.filter(([, millis]) => millis > 0)
    expect(late.length).toBeGreaterThan(0)
    expect(late.every(([, millis]) => millis === 10_000)).toBe(true)
  })

  it('ends the run at once when it is longer, and nothing is posted before it is over', async () => {
    const { client, clock, transport } = useClient()
    transport.script = () => answer(429, { retryAfter: '1000' })
    client.add('users')
    const startMillis = clock.now()
    await clock.until(client.flush())
    expect(clock.now()).toBe(startMillis)
    transport.script = () => answer(200)
    for (let minute = 0; minute < 16; minute += 1) {
      expect(await client.flush()).toMatchObject({ delivered: 0 })
      await clock.advance(60_000)
    }
    expect(transport.posts).toHaveLength(1)
    await clock.advance(60_000 * 0.7)
    expect(await client.flush()).toMatchObject({ delivered: 1, pending: 0 })
  })

  it('holds at shutdown: what waits is written down', async () => {
    const { client, clock, transport, logger } = useClient()
    transport.script = () => answer(503, { retryAfter: '3600' })
    client.add('users', 7)
    await clock.until(client.flush())
    const startMillis = clock.now()
    await clock.until(client.close())
    expect(clock.now()).toBe(startMillis)
    expect(transport.posts).toHaveLength(1)
    expect(logger.at('warn').at(-1)).toContain('users=7')
  })

  it('is at most 24 h', async () => {
    const { client, clock, transport } = useClient()
    transport.script = () => answer(429, { retryAfter: '1000000000000' })
    client.add('users')
    await clock.until(client.flush())
    transport.script = () => answer(200)
    await clock.advance(86_400_000 - 30_000)
    expect(transport.posts).toHaveLength(1)
    await clock.advance(30_000 + bucketMillis)
    expect(transport.posts).toHaveLength(2)
  })

  it('is not shortened by a wall clock that jumps', async () => {
    const { client, clock, transport } = useClient()
    transport.script = () =>
      answer(429, { retryAfter: new Date(clock.wallNow() + 600_000).toUTCString() })
    client.add('users')
    await clock.until(client.flush())
    clock.wallOffset += 1e9
    transport.script = () => answer(200)
    await client.flush()
    expect(transport.posts).toHaveLength(1)
    await clock.advance(600_000)
    await client.flush()
    expect(transport.posts).toHaveLength(2)
  })
})

describe('retries', () => {
  it.each([0, 1, 3, 10])('are at most %i, with full jitter', async (maxRetries) => {
    const { client, clock, transport } = useClient({ maxRetries, deliveryTimeoutMillis: 600_000 })
    transport.script = () => answer(503)
    client.add('users')
    await clock.until(client.flush({ timeoutMillis: 600_000 }))
    expect(transport.posts).toHaveLength(maxRetries + 1)
  })

  it('end with the time of the run', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 10, deliveryTimeoutMillis: 5000 })
    transport.script = () => answer(503)
    client.add('users')
    const startMillis = clock.now()
    await clock.until(client.flush())
    expect(clock.now() - startMillis).toBeLessThanOrEqual(5000)
    // At 0, 0.5, 1.5 and 3.5 s; the next would be at 7.5 s.
    expect(transport.posts).toHaveLength(4)
  })

  it('carry the same key and body', async () => {
    const { client, clock, transport } = useClient()
    transport.script = () => answer(503)
    client.add('users')
    await clock.until(client.flush())
    expect(new Set(transport.posts.map(({ key, body }) => key + body)).size).toBe(1)
  })

  it('do not happen after a definite answer', async () => {
    for (const status of [200, 400, 401, 403, 404, 301]) {
      const { client, transport } = useClient()
      transport.script = () => answer(status)
      client.add('users')
      await client.flush()
      expect(transport.posts).toHaveLength(1)
    }
  })
})
