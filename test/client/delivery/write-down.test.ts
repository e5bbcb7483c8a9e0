import { readFileSync } from 'node:fs'
import { createMemoryBucketStore } from '@spikelog-otel/client'
import type { BucketStore } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { settled } from '../../support/fake-clock.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { readCsv } from '../../support/read-csv.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'
import { useFolder } from '../support/use-folder.ts'

/** Chart, value and reason of each row. */
function rowsOf(file: string): string[] {
  const [, ...rows] = readCsv(readFileSync(file, 'utf8'))
  return rows.map((row) => row.slice(1, 4).join())
}

describe(verifies('processEnd', 'writeDown'), () => {
  it('writes down in the same turn what waits, and posts nothing more', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport } = useClient({ fallbackFile: file })
    client.add('users', 2)
    client.add('orders', 3)
    client.writeDown()
    expect(rowsOf(file)).toEqual(['users,2,shutdown', 'orders,3,shutdown'])
    client.add('users', 4)
    expect(await clock.until(client.flush())).toEqual({ delivered: 0, pending: 0, dropped: 0 })
    await clock.until(client.close())
    await clock.advance(3 * bucketMillis)
    expect(transport.posts).toEqual([])
    expect(clock.pendingTimers).toBe(0)
    expect(client.health()).toMatchObject({ fallback: 2, dropped: { closed: 1 }, pending: 0 })
  })

  it('says it in one warning when there is no file', () => {
    const { client, logger } = useClient()
    client.add('users', 2)
    client.add('orders', 3)
    client.writeDown()
    client.writeDown()
    expect(logger.at('warn')).toEqual([
      'Undelivered at shutdown: users=2, orders=3. ' +
        'Set `fallbackFile` (SPIKELOG_FALLBACK_CSV) to keep such points in a CSV file.',
    ])
  })

  it('tells posts that are under way from those that were not tried', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, transport } = useClient({ fallbackFile: file, maxCharts: 11 })
    transport.script = (_post, request) => FakeTransport.hang(request)
    const charts = Array.from({ length: 11 }, (_, index) => `chart ${String(index).padStart(2)}`)
    for (const chart of charts) client.add(chart, 1)
    void client.flush()
    await settled()
    client.add('chart  0', 2)
    client.writeDown()
    const reasons = new Map(rowsOf(file).map((row) => [row.split(',')[0], row.split(',')[2]]))
    expect(transport.posts).toHaveLength(10)
    const [tried, untried] = [charts.slice(1, 10), charts[10]]
    expect(tried.map((chart) => reasons.get(chart))).toEqual(
      tried.map(() => 'shutdown_maybe_delivered'),
    )
    expect(reasons.get(untried)).toBe('shutdown')
    expect(rowsOf(file).filter((row) => row.startsWith('chart  0'))).toEqual([
      'chart  0,1,shutdown_maybe_delivered',
      'chart  0,2,shutdown',
    ])
    const keyOf = new Map(readCsv(readFileSync(file, 'utf8')).map((row) => [row[1], row[4]]))
    expect(keyOf.get('chart  3')).toBe(transport.posts.find((p) => p.chart === 'chart  3')?.key)
  })

  it.each([
    ['did not arrive', answer(503), 'users,2,shutdown'],
    ['may have arrived', failure(true), 'users,2,shutdown_maybe_delivered'],
  ])('knows of a post in its backoff that it %s', async (_what, attempt, row) => {
    const file = `${useFolder()}/rest.csv`
    const { client, transport } = useClient({ fallbackFile: file })
    transport.script = () => attempt
    client.add('users', 2)
    void client.flush()
    await settled()
    client.writeDown()
    expect(rowsOf(file)).toEqual([row])
  })

  it('leaves out what was delivered while others are under way', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, transport } = useClient({ fallbackFile: file })
    transport.script = ({ chart }, request) =>
      chart === 'hangs' ? FakeTransport.hang(request) : answer(200)
    client.add('hangs', 1)
    client.add('users', 2)
    void client.flush()
    await settled()
    client.writeDown()
    expect(rowsOf(file)).toEqual(['hangs,1,shutdown_maybe_delivered'])
  })

  it('writes nothing twice when an answer comes after all', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, transport } = useClient({ fallbackFile: file })
    const late = Promise.withResolvers<ReturnType<typeof answer>>()
    transport.script = () => late.promise
    client.add('users', 2)
    const flushed = client.flush()
    await settled()
    client.writeDown()
    late.resolve(answer(400, { body: '{"error":"invalid_request"}' }))
    expect(await flushed).toMatchObject({ delivered: 0, pending: 0 })
    expect(rowsOf(file)).toEqual(['users,2,shutdown_maybe_delivered'])
  })

  it('cuts a close short that is under way, and leaves it nothing to write', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport } = useClient({ fallbackFile: file })
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users', 2)
    const closed = client.close()
    await settled()
    client.writeDown()
    await clock.until(closed)
    expect(rowsOf(file)).toEqual(['users,2,shutdown_maybe_delivered'])
    expect(transport.posts).toHaveLength(1)
    expect(clock.pendingTimers).toBe(0)
  })

  it('gives charts without a slot their own reason', () => {
    const file = `${useFolder()}/rest.csv`
    const { client } = useClient({ fallbackFile: file, maxCharts: 1 })
    client.add('a', 1)
    client.add('b', 2)
    client.writeDown()
    expect(rowsOf(file)).toEqual(['a,1,shutdown', 'b,2,quota'])
  })

  it('leaves to a store that answers with promises what it has', async () => {
    const file = `${useFolder()}/rest.csv`
    const memory = createMemoryBucketStore({ bucketMillis })
    const store: BucketStore = {
      merge: (chart, aggregate, now) => memory.merge(chart, aggregate, now),
      claim: (query) => Promise.resolve(memory.claim(query)),
      settle: (key, settlement) => Promise.resolve(memory.settle(key, settlement)),
      nextDueMillis: () => memory.nextDueMillis(),
      pending: () => memory.pending(),
    }
    const { client, clock } = useClient({ fallbackFile: file, store })
    client.add('users', 2)
    client.writeDown()
    await settled()
    expect(client.health()).toMatchObject({ fallback: 0, pending: 1 })
    expect(memory.claim({ now: clock.now(), force: true })).toHaveLength(1)
  })

  it('says in a dry run what it would have posted, and writes nothing', () => {
    const file = `${useFolder()}/rest.csv`
    const { client, logger } = useClient({ fallbackFile: file, dryRun: true })
    client.add('users', 2)
    client.writeDown()
    expect(logger.at('warn')).toEqual(['Dry run, not posted: {"chart":"users","value":2}'])
    expect(client.health().fallback).toBe(0)
  })
})

describe('flush with giveUp', () => {
  it('gives up what hangs, keeps it sealed, and posts it again later', async () => {
    const { client, clock, transport } = useClient()
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users', 2)
    const startMillis = clock.now()
    await clock.until(client.flush({ timeoutMillis: 1000, giveUp: true }))
    expect(clock.now() - startMillis).toBeLessThanOrEqual(1250)
    expect(transport.inFlight).toBe(0)
    transport.script = () => answer(200)
    client.add('users', 3)
    expect(await clock.until(client.flush())).toMatchObject({ delivered: 2 })
    expect(transport.posts.map(({ value }) => value)).toEqual([2, 2, 3])
    expect(transport.posts[1]?.key).toBe(transport.posts[0]?.key)
  })

  it('starts nothing that waited behind what it gave up', async () => {
    const { client, clock, transport } = useClient()
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users', 2)
    void client.flush()
    await settled()
    client.add('orders', 3)
    await clock.until(client.flush({ timeoutMillis: 1000, giveUp: true }))
    await settled()
    expect(transport.inFlight).toBe(0)
    expect(transport.valuesOf('orders')).toEqual([])
    expect(client.health().pending).toBe(2)
  })
})
