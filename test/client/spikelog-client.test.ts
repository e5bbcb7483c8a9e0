import { describe, expect, it } from 'vitest'
import { answer, failure, FakeTransport } from '../support/fake-transport.ts'
import { bucketMillis, useClient } from '../support/use-client.ts'

describe('a bucket', () => {
  it('posts one value a chart when its bucket is over', async () => {
    const { client, clock, transport } = useClient()
    client.add('users', 2)
    client.add('users', 3)
    client.record('latency', 10)
    client.record('latency', 20)
    client.set('depth', 7)
    client.set('depth', 4)
    await clock.advance(bucketMillis * 0.9)
    expect(transport.posts).toEqual([])
    await clock.advance(bucketMillis * 0.2)
    expect(transport.posts.map(({ chart, value }) => [chart, value])).toEqual([
      ['depth', 4],
      ['latency', 15],
      ['users', 5],
    ])
  })

  it('carries the bucket over when the service answers 503', async () => {
    const { client, clock, transport, logger } = useClient()
    transport.script = () => answer(503)
    client.add('users', 2)
    await clock.advance(bucketMillis * 1.5)
    expect(transport.posts).toHaveLength(4)
    client.add('users', 3)
    transport.script = () => answer(200)
    await clock.advance(bucketMillis)
    expect(transport.posts.at(-1)).toMatchObject({ chart: 'users', value: 5 })
    expect(transport.posts.at(-1)?.key).not.toBe(transport.posts[0]?.key)
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
  })

  it('posts what may have arrived again unchanged before anything newer', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => failure(true)
    client.add('users', 2)
    await clock.advance(bucketMillis * 1.5)
    client.add('users', 3)
    transport.script = () => answer(200)
    await clock.advance(bucketMillis)
    expect(transport.valuesOf('users')).toEqual([2, 2, 3])
    expect(transport.posts[1]?.key).toBe(transport.posts[0]?.key)
    expect(transport.posts[2]?.key).not.toBe(transport.posts[0]?.key)
  })

  it('flushes at once and resolves to what became of it', async () => {
    const { client, transport } = useClient()
    client.add('users')
    expect(await client.flush()).toEqual({ delivered: 1, pending: 0, dropped: 0 })
    expect(transport.valuesOf('users')).toEqual([1])
  })

  it('writes down at close what could not be delivered', async () => {
    const { client, clock, logger, transport } = useClient({ shutdownTimeoutMillis: 5000 })
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users', 2)
    const start = clock.now()
    const report = await clock.until(client.close())
    expect(clock.now() - start).toBeLessThanOrEqual(5000)
    expect(report).toEqual({ delivered: 0, pending: 0, dropped: 1 })
    expect(logger.at('warn').join()).toContain('users=2 (may have arrived)')
    expect(transport.isClosed).toBe(true)
  })
})
