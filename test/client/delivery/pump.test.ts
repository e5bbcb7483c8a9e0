import type { Attempt } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { countRuns } from '../../support/count-runs.ts'
import { settled } from '../../support/fake-clock.ts'
import { answer, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'

/** Posts are answered only when the returned function is called. */
function holdPosts(transport: FakeTransport): () => void {
  const held: ((attempt: Attempt) => void)[] = []
  transport.script = () =>
    new Promise((resolve) => {
      held.push(resolve)
    })
  return () => {
    for (const resolve of held.splice(0)) resolve(answer(200))
  }
}

function breakDown(): never {
  throw new Error('broken logger')
}

describe('a run of delivery', () => {
  it('has at most ten posts in flight', async () => {
    const { client, transport } = useClient({ maxCharts: 50 })
    transport.script = async () => {
      await settled()
      return answer(200)
    }
    for (let chart = 0; chart < 50; chart += 1) client.add(`chart ${chart}`)
    expect(await client.flush()).toMatchObject({ delivered: 50 })
    expect(transport.mostInFlight).toBe(10)
  })

  it('goes by priority: reserved charts first, then by name', async () => {
    const { client, transport } = useClient({}, { reservedCharts: ['z', 'y'] })
    for (const chart of ['a', 'b', 'y', 'z']) client.add(chart)
    await client.flush()
    expect(transport.posts.map(({ chart }) => chart)).toEqual(['z', 'y', 'a', 'b'])
  })

  it.each([0, 1, 2, 3, 5, 8])(
    'never overlaps another, whoever asks for it when: a post takes %i turns',
    async (turns) => {
      const { runDelivery, runs } = countRuns()
      const { client, clock, transport } = useClient({}, { runDelivery })
      transport.script = async () => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
        return answer(200)
      }
      const flushes: Promise<unknown>[] = []
      // Asks in every single turn, those between the end of one run and the start of the next too.
      for (let turn = 0; turn < 400; turn += 1) {
        client.add('users')
        client.postDue()
        flushes.push(client.flush({ force: turn % 3 > 0 }))
        await Promise.resolve()
      }
      await clock.until(Promise.all(flushes))
      await clock.until(client.flush())
      expect(runs.most).toBe(1)
      expect(runs.total).toBeGreaterThan(3)
      expect(transport.overlapped).toEqual([])
      const sum = transport.valuesOf('users').reduce<number>((a, value) => a + Number(value), 0)
      expect(sum).toBe(400)
    },
  )

  it('is shared by all who ask while another is under way', async () => {
    const { client, clock, transport } = useClient()
    const release = holdPosts(transport)
    client.add('users', 1)
    const first = client.flush()
    client.add('users', 2)
    const others = [client.flush(), client.flush(), client.flush({ force: false })]
    await settled()
    release()
    await first
    await settled()
    release()
    await clock.until(Promise.all(others))
    expect(transport.valuesOf('users')).toEqual([1, 2])
  })

  it('leaves nothing behind when its own logger or tracing throws', async () => {
    const logger = { error: breakDown, warn: breakDown, info: breakDown, debug: breakDown }
    const { client, clock, transport } = useClient({ maxCharts: 1 }, { logger })
    client.add('a', Number.NaN)
    client.add('a')
    client.add('b')
    transport.script = () => answer(401)
    await client.flush()
    await clock.until(client.close())
    expect(transport.isClosed).toBe(true)
  })

  it('survives a wrapper that throws', async () => {
    const { client, transport } = useClient(
      {},
      {
        runDelivery: () => {
          throw new Error('no context manager')
        },
      },
    )
    client.add('users')
    expect(await client.flush()).toMatchObject({ delivered: 0, pending: 1 })
    expect(client.health().lastError).toBe('no context manager')
    expect(transport.posts).toEqual([])
  })

  it('lets a logger ask for another run', async () => {
    const { runDelivery, runs } = countRuns()
    const { client, clock, transport, logger } = useClient({ maxCharts: 1 }, { runDelivery })
    logger.warn = () => {
      void client.flush()
    }
    logger.debug = () => {
      void client.flush()
    }
    client.add('a')
    client.add('b')
    await client.flush()
    await clock.advance(bucketMillis)
    expect(runs.most).toBe(1)
    expect(transport.overlapped).toEqual([])
    expect(transport.valuesOf('a')).toEqual([1])
  })
})

describe('flush', () => {
  it('posts only what is due with `force: false`', async () => {
    const { client, clock, transport } = useClient()
    client.add('users')
    await client.flush({ force: false })
    expect(transport.posts).toEqual([])
    await clock.advance(0.95 * bucketMillis)
    await client.flush({ force: false })
    expect(transport.posts).toHaveLength(1)
  })

  it('resolves at its timeout while a run hangs, which then goes on', async () => {
    const { client, clock, transport } = useClient({ timeoutMillis: 600_000, maxRetries: 0 })
    const release = holdPosts(transport)
    client.add('users')
    const startMillis = clock.now()
    expect(await clock.until(client.flush({ timeoutMillis: 300 }))).toEqual({
      delivered: 0,
      pending: 1,
      dropped: 0,
    })
    expect(clock.now() - startMillis).toBe(300)
    expect(await clock.until(client.flush({ timeoutMillis: 300 }))).toMatchObject({ pending: 1 })
    release()
    await settled()
    await settled()
    expect(client.health()).toMatchObject({ pending: 0, points24h: { delivered: 1 } })
    expect(transport.posts).toHaveLength(1)
  })

  it('lasts 25 s when nothing else is said', async () => {
    const { client, clock, transport } = useClient({ timeoutMillis: 600_000 })
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users')
    const startMillis = clock.now()
    await clock.until(client.flush())
    expect(clock.now() - startMillis).toBe(25_000)
  })

  it('has nothing to do when nothing was measured', async () => {
    const { client, clock } = useClient()
    expect(await client.flush()).toEqual({ delivered: 0, pending: 0, dropped: 0 })
    expect(clock.pendingTimers).toBe(0)
  })
})
