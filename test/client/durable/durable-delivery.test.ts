import { toAggregate } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { answer, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis } from '../../support/use-client.ts'
import { useProcesses } from '../../support/use-processes.ts'

const leaseMillis = 30_000

describe('several processes on one durable store', () => {
  it('give a chart one point a bucket', async () => {
    const all = useProcesses()
    for (let minute = 0; minute < 60; minute += 1) {
      await all.run((client) => client.add('jobs', 1))
      await all.clock.advance(60_000)
    }
    await all.run(() => {})
    expect(all.transport.valuesOf('jobs')).toEqual(Array.from({ length: 12 }, () => 5))
    expect(all.logger.lines).toEqual([])
  })

  it('post a chart by the settings it was measured with, wherever that was', async () => {
    const all = useProcesses()
    const settings = { aggregation: 'max', scale: 1000, clamp: [0, 5000] } as const
    await all.run((client) => {
      client.merge('slowest', toAggregate(3, all.clock.now()), settings)
      client.merge('slowest', toAggregate(7, all.clock.now()), settings)
      client.merge('latency', toAggregate(2, all.clock.now()), { aggregation: 'avg' })
      client.merge('latency', toAggregate(4, all.clock.now()), { aggregation: 'avg' })
    })
    await all.clock.advance(bucketMillis)
    await all.run(() => {})
    expect(all.transport.valuesOf('slowest')).toEqual([5000])
    expect(all.transport.valuesOf('latency')).toEqual([3])
    expect(all.logger.at('warn')).toEqual([
      'Chart `slowest`: a value was outside its bounds and was moved to 5000. ' +
        "Set `clamp` (now [0, 5000]) or the chart's scale.",
    ])
  })

  it('leave out of the charts what another process wanted no slot for', async () => {
    const all = useProcesses()
    await all.run((client) =>
      client.merge('spare', toAggregate(3, 0), { aggregation: 'sum', slot: 'none' }),
    )
    const of = { aggregation: 'sum', slot: 'none' } as const
    all.open().merge('spare', toAggregate(1, 0), all.clock.now(), of)
    await all.clock.advance(bucketMillis)
    await all.run(() => {})
    expect(all.transport.posts).toEqual([])
  })

  it('keep to one aggregation a chart as long as something of it waits', async () => {
    const all = useProcesses()
    await all.run((client) => client.record('latency', 10))
    await all.run((client) => client.add('latency', 1))
    expect(all.logger.at('warn')).toEqual([
      'Chart `latency`: expected aggregation `avg`, fixed by its first use, got `sum` (string): ' +
        'dropped. Use one aggregation a chart, or a second chart.',
    ])
    await all.clock.advance(bucketMillis)
    await all.run((client) => client.flush())
    await all.run((client) => {
      client.add('latency', 1)
      client.add('latency', 1)
      return client.flush()
    })
    expect(all.transport.valuesOf('latency')).toEqual([10, 2])
  })
})

describe('a process that posts from a durable store', () => {
  it('notes each body before it is posted', async () => {
    const all = useProcesses()
    const noted: unknown[] = []
    all.transport.script = ({ key, body }) => {
      noted.push(all.shared.leases.get(key)?.body === body)
      return answer(200)
    }
    await all.run((client) => {
      for (const chart of ['a', 'b', 'c']) client.add(chart, 1)
      return client.flush()
    })
    expect(noted).toEqual([true, true, true])
  })

  it('neither posts nor settles what is not its own any more', async () => {
    const all = useProcesses()
    const store = all.open()
    const settled: string[] = []
    const client = all.start({
      store: {
        ...store,
        settle(key, settlement) {
          settled.push(settlement.as)
          return store.settle(key, settlement)
        },
        durable: {
          ...store.durable,
          posting: async (bodies) => new Set([...(await store.durable.posting(bodies))].slice(1)),
        },
      },
    })
    client.add('lost', 1)
    client.add('ours', 2)
    expect(await client.flush()).toEqual({ delivered: 1, pending: 1, dropped: 0 })
    expect(all.transport.posts.map(({ chart }) => chart)).toEqual(['ours'])
    await all.clock.until(client.close())
    expect(settled).toEqual(['delivered'])
  })

  it('posts nothing when its bodies cannot be noted, and keeps it', async () => {
    const all = useProcesses()
    const store = all.open()
    const durable = { ...store.durable, posting: fail }
    const client = all.start({ store: { ...store, durable } })
    client.add('users', 1)
    expect(await client.flush()).toEqual({ delivered: 0, pending: 1, dropped: 0 })
    expect(all.transport.posts).toEqual([])
    expect(all.logger.at('warn')).toEqual([
      'The bucket store failed: disk I/O error. What it holds is kept and tried again.',
    ])
    await all.run((other) => other.flush())
    expect(all.transport.valuesOf('users')).toEqual([1])
  })

  it('is killed: another one posts again what may have arrived, with the same key and body', async () => {
    const all = useProcesses()
    all.transport.script = (_, request) => FakeTransport.hang(request)
    const killed = all.start()
    killed.add('users', 1)
    void killed.flush()
    await all.clock.advance(1)
    all.transport.script = () => answer(200)
    await all.run((client) => client.add('users', 2))
    await all.clock.advance(leaseMillis)
    await all.run(() => {})
    await all.clock.advance(bucketMillis)
    await all.run((client) => client.flush())
    const [first, again, newer] = all.transport.posts
    expect(again).toEqual(first)
    expect(newer?.value).toBe(2)
    expect(all.transport.posts).toHaveLength(3)
  })
})

describe('a durable store that fails', () => {
  it('never throws into the app', async () => {
    const all = useProcesses()
    const durable = { posting: fail, remember: fail, settingsOf: fail, points: fail, close: fail }
    const client = all.start({ store: { ...all.open(), durable } })
    client.add('users', 1)
    expect(client.health().charts).toEqual([])
    client.postDue()
    await all.clock.advance(2 * bucketMillis)
    await all.clock.until(client.close())
    client.writeDown()
    expect(client.health()).toMatchObject({ pending: 1, lastError: 'disk I/O error' })
    expect(all.logger.lines).toHaveLength(1)
  })

  it('rejects: never into the app either', async () => {
    const all = useProcesses()
    const store = all.open()
    const durable = { ...store.durable, posting: reject, remember: reject, close: reject }
    const client = all.start({ store: { ...store, durable } })
    client.add('users', 1)
    await all.clock.until(client.flush())
    await all.clock.until(client.close())
    expect(all.logger.lines).toHaveLength(1)
  })
})

function reject(): Promise<never> {
  return Promise.reject(new Error('disk I/O error'))
}

function fail(): never {
  throw new Error('disk I/O error')
}
