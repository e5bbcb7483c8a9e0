import type { Attempt, PostRequest } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { FakeObserver } from '../../support/fake-observer.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'

function useObserved(options: Parameters<typeof useClient>[0] = {}) {
  const observer = new FakeObserver()
  return { ...useClient({ maxRetries: 0, ...options }, { observer }), observer }
}

function raise(): never {
  throw new Error('no meter')
}

describe('the observer of deliveries', () => {
  it.each<[string, Attempt, { errorType?: string; status?: number }]>([
    ['a delivery', answer(200), { status: 200 }],
    ['another 2xx', answer(204), { status: 204 }],
    ['a busy service', answer(503), { errorType: '503', status: 503 }],
    ['a failing one', answer(500), { errorType: '500', status: 500 }],
    ['a refused key', answer(401), { errorType: '401', status: 401 }],
    ['a wrong address', answer(404), { errorType: '404', status: 404 }],
    [
      'a full account',
      answer(403, { body: '{"error":"chart_limit_reached"}' }),
      { errorType: '403', status: 403 },
    ],
    [
      'a refused point',
      answer(400, { body: '{"error":"invalid_request"}' }),
      { errorType: '400', status: 400 },
    ],
    ['a failure with a name', failure(true, 'slow', 'timeout'), { errorType: 'timeout' }],
    ['a failure without', failure(false), { errorType: '_OTHER' }],
  ])('is told of %s', async (_what, attempt, end) => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = async () => {
      await clock.advance(70)
      return attempt
    }
    client.add('users')
    await client.flush()
    expect(observer.ends).toEqual([{ durationMillis: 70, ...end }])
    expect(observer).toMatchObject({ inFlight: 0, mostInFlight: 1, endedTwice: 0 })
    const failed = end.errorType === undefined ? 0 : 1
    expect(client.health().operations).toEqual({ inFlight: 0, succeeded: 1 - failed, failed })
  })

  it('is told once of all attempts: by the last one, from the first on', async () => {
    const { client, clock, transport, observer } = useObserved({ maxRetries: 3 })
    const answers = [answer(500), failure(true), answer(503), answer(200)]
    transport.script = () =>
      new Promise((resolve) => {
        clock.schedule(() => resolve(answers.shift() ?? answer(200)), 10)
      })
    client.add('users')
    await clock.until(client.flush())
    // Half of 1, 2 and 4 s between four attempts of 10 ms.
    expect(observer.ends).toEqual([{ durationMillis: 3540, status: 200 }])
  })

  it('is told of a sealed point each time it is posted, and of what follows it', async () => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = () => answer(500)
    client.add('users')
    await client.flush()
    client.add('users')
    transport.script = () => answer(200)
    await clock.until(client.flush())
    expect(observer.ends.map(({ errorType }) => errorType)).toEqual(['500', undefined, undefined])
    expect(observer.inFlight).toBe(0)
  })

  it('is told nothing where no attempt was made', async () => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = () => answer(429, { retryAfter: '7200' })
    client.add('users')
    await client.flush()
    client.add('users')
    await clock.advance(3 * bucketMillis)
    await client.flush()
    expect(observer.ends).toHaveLength(1)
    expect(observer.inFlight).toBe(0)
  })

  it('is told nothing of points that a wrong key keeps from being tried', async () => {
    const { client, clock, transport, observer } = useObserved({ maxCharts: 15 })
    transport.script = () =>
      new Promise((resolve) => {
        clock.schedule(() => resolve(answer(401)), 10)
      })
    for (let chart = 0; chart < 15; chart += 1) client.add(`chart ${chart}`)
    await clock.until(client.flush())
    expect(transport.posts).toHaveLength(10)
    expect(observer.ends).toEqual(
      Array.from({ length: 10 }, () => ({ durationMillis: 10, errorType: '401', status: 401 })),
    )
    // What failed is judged when every answer is in; until then it is under way.
    expect(observer).toMatchObject({ inFlight: 0, mostInFlight: 15, endedTwice: 0 })
    expect(client.health().operations).toEqual({ inFlight: 0, succeeded: 0, failed: 10 })
  })

  it.each<[string, (request: PostRequest) => Promise<Attempt>]>([
    ['gives up at once', (request) => FakeTransport.hang(request)],
    ['never ends', () => new Promise(() => {})],
  ])('is balanced after a close whose transport %s', async (_what, script) => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = (_post, request) => script(request)
    client.add('users')
    client.add('visits')
    await clock.until(client.close())
    expect(observer.mostInFlight).toBe(2)
    expect(observer.inFlight).toBe(0)
    expect(observer.endedTwice).toBe(0)
    expect(observer.ends.map(({ errorType }) => errorType)).toEqual(['aborted', 'aborted'])
    expect(client.health().operations).toEqual({ inFlight: 0, succeeded: 0, failed: 2 })
  })

  it('is balanced when what is undelivered is written down in one turn', async () => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users')
    void client.flush()
    await clock.advance(40)
    client.writeDown()
    const end = { durationMillis: 40, errorType: 'aborted' }
    expect(observer).toMatchObject({
      inFlight: 0,
      ends: [end],
      counts: { dropped: { shutdown: 1 } },
    })
    await clock.advance(1000)
    expect(observer).toMatchObject({ inFlight: 0, ends: [end], endedTwice: 0 })
  })

  it('is told nothing of what a run comes to that goes on after it was written down', async () => {
    const { client, clock, transport, observer } = useObserved({ maxCharts: 11 })
    const first = Promise.withResolvers<Attempt>()
    transport.script = () => (transport.posts.length === 1 ? first.promise : new Promise(() => {}))
    for (let chart = 0; chart < 11; chart += 1) client.add(`chart ${chart}`)
    void client.flush()
    await clock.advance(0)
    client.writeDown()
    first.resolve(answer(200))
    await clock.advance(bucketMillis)
    expect(transport.posts).toHaveLength(10)
    expect(observer).toMatchObject({ inFlight: 0, mostInFlight: 10, endedTwice: 0 })
    expect(client.health().operations).toEqual({ inFlight: 0, succeeded: 0, failed: 10 })
  })

  it('is told of all attempts when the last one is cut off', async () => {
    const { client, clock, transport, observer } = useObserved({ maxRetries: 3 })
    transport.script = (_post, request) =>
      transport.posts.length === 1 ? answer(503) : FakeTransport.hang(request)
    client.add('users')
    void client.flush()
    // Half a second of backoff.
    await clock.advance(540)
    expect(transport.posts).toHaveLength(2)
    client.writeDown()
    expect(observer.ends).toEqual([{ durationMillis: 540, errorType: 'aborted' }])
  })

  it('is told nothing of what is written down while it waits for its first attempt', async () => {
    const { client, clock, transport, observer } = useObserved()
    transport.script = () => answer(429, { retryAfter: '5' })
    client.add('users')
    await client.flush()
    void client.flush()
    await clock.advance(1000)
    expect(observer.inFlight).toBe(1)
    client.writeDown()
    expect(observer.inFlight).toBe(0)
    expect(observer.ends.map(({ errorType }) => errorType)).toEqual(['429'])
  })

  it('is told the counts after each delivery and at the end', async () => {
    const { client, transport, observer } = useObserved({ clamp: [0, 5] })
    transport.script = ({ chart }) => (chart === 'b' ? answer(503) : answer(200))
    client.add('a', 10)
    client.add('b', 10)
    client.add('a', Number.NaN)
    await client.flush()
    expect(observer.counts).toMatchObject({ dropped: { nonfinite: 1 }, clamped: 1, carriedOver: 1 })
    expect([...(observer.counts?.pointsUsed ?? [])]).toEqual([['a', 1]])
    await client.close({ timeoutMillis: 0 })
    expect(observer.counts).toMatchObject({ dropped: { nonfinite: 1, shutdown: 1 }, clamped: 2 })
  })

  it.each(['begin', 'end', 'count'])(
    'may throw in %s: said once, nothing is hurt',
    async (where) => {
      const observer = {
        begin: where === 'begin' ? raise : () => (where === 'end' ? raise : () => {}),
        count: where === 'count' ? raise : () => {},
      }
      const { client, clock, transport, logger } = useClient({}, { observer })
      for (let bucket = 0; bucket < 3; bucket += 1) {
        client.add('users')
        await clock.until(client.flush())
      }
      await client.close()
      expect(transport.valuesOf('users')).toEqual([1, 1, 1])
      expect(logger.lines).toEqual([
        {
          level: 'warn',
          message:
            "The exporter's own metrics could not be recorded: no meter. Delivery goes on without " +
            'them. Look at the `meterProvider` that was passed, or remove it.',
        },
      ])
      expect(client.health().operations).toEqual({ inFlight: 0, succeeded: 3, failed: 0 })
    },
  )
})
