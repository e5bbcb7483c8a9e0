import { readFileSync } from 'node:fs'
import { toAggregate } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { readCsv } from '../../support/read-csv.ts'
import { bucketMillis } from '../../support/use-client.ts'
import { useProcesses } from '../../support/use-processes.ts'
import { useFolder } from '../support/use-folder.ts'

const dayMillis = 24 * 60 * 60 * 1000

describe('the end of a client with a durable store', () => {
  it('posts what is due and leaves the rest to the next process', async () => {
    const all = useProcesses()
    const client = all.start()
    client.add('users', 1)
    await all.clock.advance(0.95 * bucketMillis)
    const late = all.start()
    late.add('orders', 2)
    all.transport.posts.length = 0
    expect(await all.clock.until(client.close())).toEqual({ delivered: 2, pending: 0, dropped: 0 })
    late.add('orders', 3)
    expect(await all.clock.until(late.close())).toEqual({ delivered: 0, pending: 1, dropped: 0 })
    expect(late.health().pending).toBe(1)
    expect(all.logger.lines).toEqual([])
    await all.clock.advance(bucketMillis)
    await all.run(() => {})
    expect(all.transport.valuesOf('orders')).toEqual([2, 3])
  })

  it('asks neither the store for claims nor the service when nothing is due', async () => {
    const all = useProcesses()
    const store = all.open()
    let asked = 0
    const claim: typeof store.claim = (query) => {
      asked += 1
      return store.claim(query)
    }
    await all.run((client) => client.add('users', 1), { store: { ...store, claim } })
    expect(asked).toBe(0)
    expect(all.transport.posts).toEqual([])
  })

  it('releases what certainly did not arrive, with the next bucket', async () => {
    const all = useProcesses()
    all.transport.script = () => failure(false)
    await all.run((client) => client.add('users', 1))
    await all.clock.advance(bucketMillis)
    await all.run((client) => client.add('users', 2))
    expect(all.shared.leases.size).toBe(0)
    all.transport.script = () => answer(200)
    await all.clock.advance(bucketMillis)
    await all.run(() => {})
    expect(all.transport.valuesOf('users').at(-1)).toBe(3)
  })

  it.each([
    ['close()', (client: { close: () => Promise<unknown> }) => client.close()],
    ['writeDown()', (client: { writeDown: () => void }) => Promise.resolve(client.writeDown())],
  ] as const)('seals what is under way at %s', async (_, end) => {
    const all = useProcesses()
    const deaf = new FakeTransport(() => new Promise(() => {}))
    const client = all.start({}, { transport: deaf })
    client.add('users', 1)
    void client.flush()
    await all.clock.advance(1)
    client.add('users', 2)
    await all.clock.until(end(client))
    expect(all.shared.leases.size).toBe(0)
    await all.run((next) => next.flush())
    expect(all.transport.valuesOf('users')).toEqual([1, 2])
    expect(all.transport.posts[0]).toEqual(deaf.posts[0])
    expect(all.logger.lines).toEqual([])
  })

  it('writes down what the store could not keep', async () => {
    const all = useProcesses()
    const fallbackFile = `${useFolder()}/rest.csv`
    const store = all.open()
    const rest = { key: 'a-key', chart: 'users', aggregate: toAggregate(5, all.clock.now()) }
    const close = (): (typeof rest)[] => [rest]
    for (const end of ['close', 'writeDown'] as const) {
      const durable = { ...store.durable, close }
      const client = all.start({ fallbackFile, store: { ...store, durable } })
      client.add('kept', 1)
      if (end === 'close') await all.clock.until(client.close())
      else client.writeDown()
    }
    const [, ...rows] = readCsv(readFileSync(fallbackFile, 'utf8'))
    expect(rows.map((row) => row.slice(1).join())).toEqual([
      'users,5,shutdown,a-key',
      'users,5,shutdown,a-key',
    ])
  })

  it('is in time although a post hangs', async () => {
    const all = useProcesses()
    all.transport.script = (_, request) => FakeTransport.hang(request)
    await all.run((client) => client.add('users', 1))
    await all.clock.advance(bucketMillis)
    const client = all.start({ shutdownTimeoutMillis: 1000 })
    const startMillis = all.clock.now()
    await all.clock.until(client.close())
    expect(all.clock.now() - startMillis).toBeLessThanOrEqual(1000)
    expect(all.shared.leases.size).toBe(0)
  })
})

describe('a bucket that is over', () => {
  it('is closed before something newer is measured, in a new process too', async () => {
    const all = useProcesses()
    for (const value of [1, 2, 3]) {
      await all.run((client) => client.set('rows', value))
      await all.clock.advance(dayMillis)
    }
    await all.run((client) => client.merge('rows', toAggregate(4, all.clock.now()), last))
    await all.clock.advance(dayMillis)
    await all.run(() => {})
    expect(all.transport.valuesOf('rows')).toEqual([1, 2, 3, 4])
  })

  it('takes what was measured since before it ended', async () => {
    const all = useProcesses()
    await all.run((client) => client.add('rows', 1))
    await all.clock.advance(bucketMillis + 1000)
    const aggregate = { ...toAggregate(2, all.clock.now()), fromMillis: all.clock.now() - 2000 }
    await all.run((client) => client.merge('rows', aggregate))
    expect(all.transport.valuesOf('rows')).toEqual([3])
  })

  it('that another process fills is closed by one that has long been there', async () => {
    const all = useProcesses()
    const worker = all.start()
    worker.add('rows', 1)
    await worker.flush()
    await all.run((client) => client.add('rows', 2))
    await all.clock.advance(1.05 * bucketMillis)
    worker.add('rows', 4)
    await all.clock.advance(0)
    expect(all.transport.valuesOf('rows')).toEqual([1, 2])
  })
})

const last = { aggregation: 'last' } as const
