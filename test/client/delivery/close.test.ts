import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settled } from '../../support/fake-clock.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { useFolder } from '../support/use-folder.ts'

describe('close', () => {
  it('posts what waits, sealed claims first, and closes the transport', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => failure(true)
    client.add('users', 1)
    await client.flush()
    client.add('users', 2)
    transport.script = () => answer(200)
    expect(await clock.until(client.close())).toEqual({ delivered: 2, pending: 0, dropped: 0 })
    expect(transport.valuesOf('users')).toEqual([1, 1, 2])
    expect(transport.isClosed).toBe(true)
    expect(clock.pendingTimers).toBe(0)
  })

  it('gives every caller the same promise', async () => {
    const { client, clock, transport } = useClient()
    client.add('users')
    const one = client.close()
    expect(client.close({ timeoutMillis: 1 })).toBe(one)
    await clock.until(one)
    expect(await client.close()).toEqual({ delivered: 1, pending: 0, dropped: 0 })
    expect(transport.posts).toHaveLength(1)
  })

  it('ends everything: nothing is sent later, and what is measured is counted', async () => {
    const { client, clock, transport, logger } = useClient()
    await clock.until(client.close())
    client.add('users')
    client.set('users', 1)
    client.postDue()
    expect(await clock.until(client.flush())).toEqual({ delivered: 0, pending: 0, dropped: 0 })
    await clock.advance(3 * bucketMillis)
    expect(transport.posts).toEqual([])
    expect(client.health().dropped).toEqual({ closed: 2 })
    expect(logger.lines).toHaveLength(1)
    expect(clock.pendingTimers).toBe(0)
  })

  it.each([
    ['idle', false, ['users=2 (may have arrived)']],
    [
      'with a delivery in flight',
      true,
      ['users=2 (may have arrived)', 'orders=4 (may have arrived)', 'users=3'],
    ],
  ])(
    'writes down within its time what a hanging server did not take, %s',
    async (_when, isInFlight, undelivered) => {
      const { client, clock, transport, logger } = useClient({ shutdownTimeoutMillis: 2000 })
      transport.script = (_post, request) => FakeTransport.hang(request)
      client.add('users', 2)
      if (isInFlight) {
        await clock.advance(1.2 * bucketMillis)
        client.add('users', 3)
        client.add('orders', 4)
      }
      const startMillis = clock.now()
      const report = await clock.until(client.close())
      expect(clock.now() - startMillis).toBeLessThanOrEqual(2000)
      expect(report).toEqual({ delivered: 0, pending: 0, dropped: undelivered.length })
      expect(logger.at('warn').find((line) => line.startsWith('Undelivered'))).toContain(
        `Undelivered at shutdown: ${undelivered.join(', ')}. Last failure: aborted. Set`,
      )
    },
  )

  it.each([10, 50, 500, 5000, 60_000])('settles within %i ms', async (timeoutMillis) => {
    const { client, clock, transport } = useClient()
    transport.script = (_post, request) => FakeTransport.hang(request)
    client.add('users', 2)
    await clock.advance(1.2 * bucketMillis)
    const startMillis = clock.now()
    await clock.until(client.close({ timeoutMillis }))
    expect(clock.now() - startMillis).toBeLessThanOrEqual(timeoutMillis)
    expect(client.health().pending).toBe(0)
  })

  it.each([0, -500, Number.NaN])('settles at once with %d ms left', async (timeoutMillis) => {
    const { client, clock, transport, logger } = useClient()
    client.add('users', 2)
    const startMillis = clock.now()
    await clock.until(client.close({ timeoutMillis }))
    expect(clock.now()).toBe(startMillis)
    expect(transport.posts).toEqual([])
    expect(logger.at('warn').join()).toContain('Undelivered at shutdown: users=2.')
  })

  it.each([1000, 40])(
    'settles within %i ms although the transport neither obeys nor closes',
    async (timeoutMillis) => {
      const { client, clock, transport, logger } = useClient()
      transport.script = () => new Promise(() => {})
      transport.close = () => new Promise(() => {})
      client.add('users', 2)
      const startMillis = clock.now()
      expect(await clock.until(client.close({ timeoutMillis }))).toMatchObject({ dropped: 1 })
      expect(clock.now() - startMillis).toBeLessThanOrEqual(timeoutMillis)
      expect(logger.at('warn').at(-1)).toContain('Undelivered at shutdown: users=2 (may have')
    },
  )

  it('never rejects: not even when the transport cannot be closed', async () => {
    const { client, clock, transport } = useClient()
    transport.close = () => Promise.reject(new Error('already destroyed'))
    client.add('users')
    expect(await clock.until(client.close())).toMatchObject({ delivered: 1 })
  })

  it('ends the backoff of a run that is under way', async () => {
    const { client, clock, transport, logger } = useClient({ shutdownTimeoutMillis: 1000 })
    transport.script = () => answer(503)
    client.add('users', 3)
    void client.flush()
    await settled()
    const startMillis = clock.now()
    await clock.until(client.close())
    expect(clock.now() - startMillis).toBeLessThanOrEqual(1000)
    expect(logger.at('warn').at(-1)).toContain('Undelivered at shutdown: users=3.')
  })

  it('posts the open buckets of healthy charts although one chart hangs in a run under way', async () => {
    const { client, clock, transport, logger } = useClient()
    transport.script = ({ chart }, request) =>
      chart === 'hangs' ? FakeTransport.hang(request) : answer(200)
    for (const chart of ['hangs', 'a', 'b']) client.add(chart, 1)
    await clock.advance(1.1 * bucketMillis + 1000)
    for (const chart of ['hangs', 'a', 'b']) client.add(chart, 2)
    const startMillis = clock.now()
    const report = await clock.until(client.close())
    expect(clock.now() - startMillis).toBeLessThanOrEqual(5000)
    expect(report).toEqual({ delivered: 2, pending: 0, dropped: 2 })
    expect(transport.valuesOf('a')).toEqual([1, 2])
    expect(transport.valuesOf('b')).toEqual([1, 2])
    expect(transport.overlapped).toEqual([])
    expect(new Set(transport.valuesOf('hangs'))).toEqual(new Set([1]))
    expect(logger.at('warn').at(-1)).toContain(
      'Undelivered at shutdown: hangs=1 (may have arrived), hangs=2.',
    )
  })

  it('tries them even when a flush before it used up nearly all of the time', async () => {
    const { client, clock, transport } = useClient()
    transport.script = ({ chart }, request) =>
      chart === 'hangs' ? FakeTransport.hang(request) : answer(200)
    client.add('hangs', 1)
    const first = client.flush()
    await settled()
    client.add('b', 2)
    const startMillis = clock.now()
    await clock.until(client.flush({ timeoutMillis: 4500 }))
    expect(transport.valuesOf('b')).toEqual([])
    await clock.until(client.close({ timeoutMillis: 500 }))
    expect(clock.now() - startMillis).toBeLessThanOrEqual(5000)
    expect(transport.valuesOf('b')).toEqual([2])
    await clock.until(first)
  })

  it('does not take what it gave up itself for a service that is down', async () => {
    const { client, clock, transport, logger } = useClient()
    transport.script = ({ chart }, request) =>
      chart === 'a hangs' ? FakeTransport.hang(request) : answer(200)
    client.add('a hangs', 1)
    const flushed = client.flush()
    for (const chart of ['a hangs', 'b', 'c']) client.add(chart, 2)
    expect(await clock.until(client.close())).toEqual({ delivered: 2, pending: 0, dropped: 2 })
    expect(client.health().state).toBe('up')
    expect(logger.lines).toHaveLength(1)
    await clock.until(flushed)
  })

  it('posts what waits behind sealed claims although one of them hangs', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = ({ chart }) => (chart === 'fine' ? answer(200) : failure(true))
    for (const chart of ['hangs', 'a', 'b', 'fine']) client.add(chart, 1)
    await client.flush()
    for (const chart of ['hangs', 'a', 'b', 'fine']) client.add(chart, 2)
    transport.script = ({ chart }, request) =>
      chart === 'hangs' ? FakeTransport.hang(request) : answer(200)
    expect(await clock.until(client.close())).toEqual({ delivered: 5, pending: 0, dropped: 2 })
    expect(transport.valuesOf('a')).toEqual([1, 1, 2])
  })

  it('gives a slow server all of its time when nothing else waits', async () => {
    const { client, clock, transport } = useClient()
    transport.script = async (_post, { signal }) => {
      await new Promise<void>((resolve) => {
        clock.schedule(resolve, 4000)
        signal.addEventListener('abort', () => resolve())
      })
      return signal.aborted ? failure(true) : answer(200)
    }
    client.add('users', 1)
    await clock.advance(1.1 * bucketMillis + 100)
    expect(await clock.until(client.close())).toEqual({ delivered: 1, pending: 0, dropped: 0 })
    expect(transport.posts).toHaveLength(1)
  })

  it('does not ask a second time what failed at once', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => answer(503)
    client.add('users', 1)
    await clock.until(client.close())
    expect(transport.posts).toHaveLength(1)
  })

  it('writes to the fallback file, with the key of what may have arrived', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport, logger } = useClient({
      fallbackFile: file,
      maxCharts: 2,
      maxRetries: 0,
    })
    transport.script = ({ chart }) => (chart === 'a' ? failure(true) : answer(503))
    for (const chart of ['a', 'b', 'c']) client.add(chart, 1)
    await client.flush()
    client.add('a', 2)
    const report = await clock.until(client.close())
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
    const cells = rows.map((row) => row.split(',').slice(1, 4).join())
    expect(cells).toEqual([
      'c,1,quota',
      'a,1,shutdown_maybe_delivered',
      'b,1,shutdown',
      'a,2,shutdown',
    ])
    expect(rows[1]?.split(',').at(-1)).toBe(transport.posts[0]?.key)
    expect(report).toMatchObject({ dropped: 3, pending: 0 })
    expect(logger.at('warn').filter((line) => line.includes('Undelivered'))).toEqual([
      expect.stringMatching(/^Undelivered at shutdown: 3 points, kept in `.+`\. Last failure: /u),
    ])
    expect(client.health()).toMatchObject({ fallback: 4, dropped: {} })
  })

  it('counts what it moves to its bounds, also when it is not posted', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, logger } = useClient({ fallbackFile: file, maxCharts: 1 })
    client.add('a', -5)
    client.add('b', -5)
    await clock.until(client.close({ timeoutMillis: 0 }))
    expect(readFileSync(file, 'utf8')).toMatch(/,a,0,shutdown,[^]*,b,0,quota,/u)
    expect(client.health().clamped).toBe(2)
    expect(logger.at('warn').filter((line) => line.includes('outside its bounds'))).toHaveLength(2)
  })

  it('decides about slots before it writes down, and counts what has no value', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock } = useClient({ fallbackFile: file, maxCharts: 2, clamp: false })
    client.add('b', 1)
    client.add('c', 1)
    client.add('a', 1.7e308)
    client.add('a', 1.7e308)
    await clock.until(client.close({ timeoutMillis: 0 }))
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
    expect(rows.map((row) => row.split(',').slice(1, 4).join())).toEqual([
      'b,1,shutdown',
      'c,1,quota',
    ])
    expect(client.health()).toMatchObject({ fallback: 2, dropped: { nonfinite: 1 } })
  })
})
