import { describe, expect, it } from 'vitest'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import type { Attempt } from '@spikelog-otel/client'

/** Answers posts in this order, the last answer for good. */
function inTurn(...attempts: readonly Attempt[]): () => Attempt {
  let turn = -1
  return () => {
    turn += 1
    return attempts[Math.min(turn, attempts.length - 1)] ?? answer(200)
  }
}

describe('a post that may have arrived', () => {
  it.each([
    ['500, then 429', [answer(500), answer(429)]],
    ['500, then refused connections', [answer(502), failure(false)]],
    ['a reset, then 503', [failure(true), answer(503)]],
    ['500, then 401', [answer(500), answer(401)]],
    ['500, then 404', [answer(500), answer(404)]],
    ['429, 500, 429', [answer(429), answer(500), answer(429)]],
    ['500, then a Retry-After beyond the run', [answer(500, { retryAfter: '900' })]],
  ])(
    'stays sealed after %s: same key, same body, before anything newer',
    async (_what, answers) => {
      const { client, clock, transport } = useClient()
      transport.script = inTurn(...answers)
      client.add('users', 1)
      await clock.until(client.flush())
      const [first] = transport.posts
      client.add('users', 2)
      await clock.advance(3 * bucketMillis)
      client.add('users', 4)
      transport.script = () => answer(200)
      const before = transport.posts.length
      await clock.advance(4 * bucketMillis)
      const [again, newer, ...more] = transport.posts.slice(before)
      expect(again).toEqual(first)
      expect(newer?.value).toBe(6)
      expect(newer?.key).not.toBe(first?.key)
      expect(more).toEqual([])
      expect(client.health()).toMatchObject({ pending: 0, dropped: {} })
    },
  )

  it('is not made by an attempt that could not end in time: it is not begun', async () => {
    const { client, clock, transport } = useClient({ deliveryTimeoutMillis: 520 })
    // The retry would begin at 500 ms.
    transport.script = (_post, request) =>
      transport.posts.length === 1 ? answer(503) : FakeTransport.hang(request)
    client.add('users', 1)
    await clock.until(client.flush())
    expect(transport.posts).toHaveLength(1)
    transport.script = () => answer(200)
    client.add('users', 2)
    await clock.until(client.flush())
    expect(transport.valuesOf('users')).toEqual([1, 3])
  })

  it('is unsealed by a later delivery only, however many runs fail', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = inTurn(answer(500), answer(503), failure(false), answer(401), answer(404))
    client.add('users', 1)
    for (let run = 0; run < 20; run += 1) {
      await clock.advance(bucketMillis)
      client.add('users', 1)
    }
    expect(new Set(transport.posts.map(({ key, body }) => key + body)).size).toBe(1)
    expect(client.health().sealed).toBeGreaterThan(1)
  })

  it('is settled by a definite refusal, and what is newer follows', async () => {
    const { client, clock, transport, logger } = useClient({ maxRetries: 0 })
    client.add('users', 1)
    await client.flush()
    transport.script = inTurn(answer(500), answer(422), answer(200))
    client.add('users', 2)
    await client.flush()
    client.add('users', 3)
    await client.flush()
    expect(transport.valuesOf('users')).toEqual([1, 2, 2, 3])
    expect(client.health()).toMatchObject({ pending: 0, dropped: { value: 1 } })
    expect(logger.at('debug')).toEqual(['Not charted: users=2.'])
    await clock.advance(0)
  })

  it('keeps what is newer when the run learns that the key is refused', async () => {
    const { client, transport } = useClient({ maxRetries: 0 })
    for (const chart of ['a', 'b']) client.add(chart, 1)
    transport.script = ({ chart }) => answer(chart === 'a' ? 200 : 500)
    await client.flush()
    for (const chart of ['a', 'b']) client.add(chart, 2)
    transport.script = () => answer(500)
    await client.flush()
    // Now both are sealed; one is accepted, the other learns that the key was taken away.
    transport.script = ({ chart }) => answer(chart === 'a' ? 200 : 401)
    for (const chart of ['a', 'b']) client.add(chart, 4)
    const before = transport.posts.length
    await client.flush()
    await client.flush()
    expect(transport.posts.slice(before).map(({ chart, value }) => [chart, value])).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect(client.health()).toMatchObject({ state: 'key_refused', pending: 2 })
  })

  it('posts the value it was sealed with, whatever is clamped or measured later', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0, clamp: [0, 5] })
    transport.script = () => failure(true)
    client.add('users', 7)
    await clock.advance(1.2 * bucketMillis)
    await clock.advance(5 * bucketMillis)
    expect(new Set(transport.valuesOf('users'))).toEqual(new Set([5]))
    expect(client.health().clamped).toBe(1)
  })

  it('counts a transport that throws as one', async () => {
    const { client, transport } = useClient({ maxRetries: 0 })
    transport.script = () => {
      throw new Error('a dispatcher of our own')
    }
    client.add('users', 7)
    await client.flush()
    expect(client.health()).toMatchObject({ sealed: 1, pending: 1 })
    transport.script = () => answer(200)
    await client.flush()
    expect(new Set(transport.posts.map(({ key }) => key)).size).toBe(1)
  })

  it('takes no second slot of the newer values: at most one sealed and one open', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => answer(500)
    for (let run = 0; run < 30; run += 1) {
      client.add('users', 1)
      await clock.advance(bucketMillis)
    }
    transport.script = () => answer(200)
    const before = transport.posts.length
    await client.flush()
    const values = transport.posts.slice(before).map(({ value }) => value)
    expect(values).toHaveLength(2)
    expect(Number(values[0]) + Number(values[1])).toBe(30)
  })
})
