import { createServer } from 'node:net'
import { once } from 'node:events'
import { inspect } from 'node:util'
import { startLocalSpikelog, type StoredPoint } from '@spikelog-otel/local'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { postPoint } from './support/post-point.ts'
import { sendRaw, toRawIngest } from './support/send-raw.ts'
import { useLocalSpikelog } from './support/use-local-spikelog.ts'
import { useTemporaryFile } from './support/use-temporary-file.ts'

// Taken before any test has started a server.
const before = [globalThis.Request, globalThis.Response, Reflect.get(process, 'emitWarning')]
const point = { chart: 'users', value: 1 }
// A pooled connection may look open for a moment after its server has gone.
const unpooled = { connection: 'close' }

describe('startLocalSpikelog', () => {
  it('listens on this machine with a key of no worth by default', async () => {
    const spikelog = await useLocalSpikelog()
    expect(spikelog.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(spikelog.endpoint).toBe(`${spikelog.url}/api/v1/ingest`)
    expect(spikelog.apiKey).toBe('sk_local')
  })

  it('gives a URL that can be called when it listens on all addresses', async () => {
    const spikelog = await useLocalSpikelog({ host: '0.0.0.0' })
    expect(spikelog.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await postPoint(spikelog, point)).toMatchObject({ status: 200 })
  })

  it('works without `this`, and does not show the key when printed', async () => {
    const spikelog = await useLocalSpikelog({ apiKey: 'sk_unseen' })
    const { charts, points, requests } = spikelog
    await postPoint(spikelog, point)
    expect([charts().length, points('users').length, requests().received]).toEqual([1, 1, 1])
    expect(inspect(spikelog, { depth: 9, showHidden: true })).not.toContain('sk_unseen')
  })

  it('leaves the globals and the warnings of the process as they are', async () => {
    await useLocalSpikelog()
    const after = [globalThis.Request, globalThis.Response, Reflect.get(process, 'emitWarning')]
    expect(after.map((each, index) => each === before[index])).toEqual([true, true, true])
  })

  it('says what to do when the port is in use', async () => {
    const { url } = await useLocalSpikelog()
    const port = Number(new URL(url).port)
    await expect(useLocalSpikelog({ port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `Port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another port (0 takes any free one).`,
    })
  })

  it.each<[object, string]>([
    [{ port: 65_536 }, 'Expected `port` to be an integer from 0 to 65535, got `65536` (number)'],
    [{ port: '80' }, "Expected `port` to be an integer from 0 to 65535, got `'80'` (string)"],
    [{ host: '' }, "Expected `host` to be a host name or IP address, got `''` (string)"],
    [{ apiKey: 'sk ü' }, 'Expected `apiKey` to be visible ASCII characters without spaces'],
    [{ file: 5 }, 'Expected `file` to be the path of a file, got `5` (number)'],
    [{ now: 5 }, 'Expected `now` to be a function that gives milliseconds, got `5` (number)'],
    [{ limits: { maxCharts: 0 } }, 'Expected `limits.maxCharts` to be an integer from 1 to'],
    [{ limits: { charts: 1 } }, 'Expected `the name in limits` to be one of maxCharts,'],
    [{ statuses: { invalid_request: 99 } }, 'Expected `statuses.invalid_request` to be an integer'],
  ])('refuses the options %j', async (options, message) => {
    await expect(startLocalSpikelog({ port: 0, ...options })).rejects.toThrow(message)
  })

  it('does not show a bad key in its message', async () => {
    const error: unknown = await useLocalSpikelog({ apiKey: 'sk_unseen ' }).catch((e: unknown) => e)
    expect(inspect(error)).toContain('`apiKey`')
    expect(inspect(error)).not.toContain('sk_unseen')
  })

  it('names a file that is not its own', async () => {
    const file = import.meta.filename
    await expect(useLocalSpikelog({ file })).rejects.toThrow(
      `Expected \`file\` to be a path where a SQLite database can be kept, got \`${file}\``,
    )
  })

  it('keeps charts and points in a file', async () => {
    const file = useTemporaryFile('spikelog.db')
    const first = await useLocalSpikelog({ file })
    await postPoint(first, { ...point, tags: { env: 'prod' } })
    const [charts, points] = [first.charts(), first.points('users')]
    await first.close()
    const second = await useLocalSpikelog({ file })
    expect([second.charts(), second.points('users')]).toEqual([charts, points])
  })
})

describe('onPoint', () => {
  it('tells each stored point, not its repeat, until it is ended', async () => {
    const spikelog = await useLocalSpikelog({ now: () => 0 })
    const told: StoredPoint[] = []
    const end = spikelog.onPoint((each) => told.push(each))
    await postPoint(spikelog, { ...point, tags: { env: 'prod' } }, { 'idempotency-key': 'k' })
    await postPoint(spikelog, { ...point, tags: { env: 'prod' } }, { 'idempotency-key': 'k' })
    await postPoint(spikelog, '{')
    end()
    await postPoint(spikelog, point)
    const timestamp = '1970-01-01T00:00:00.000Z'
    expect(told).toEqual([{ ...point, timestamp, tags: { env: 'prod' }, key: 'k' }])
  })

  it('answers the point although a listener throws', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const spikelog = await useLocalSpikelog()
    spikelog.onPoint(() => {
      throw new Error('no space')
    })
    expect(await postPoint(spikelog, point)).toMatchObject({ status: 200 })
    expect(warn).toHaveBeenCalledWith('A listener of the local Spikelog threw: Error: no space')
  })
})

describe('reset', () => {
  it('empties the account, forgets keys and counts', async () => {
    const spikelog = await useLocalSpikelog()
    const key = { 'idempotency-key': 'k' }
    await postPoint(spikelog, point, key)
    spikelog.reset()
    expect(spikelog.charts()).toEqual([])
    expect(spikelog.requests()).toEqual({ received: 0, unanswered: 0, byStatus: {} })
    const { status, body } = await postPoint(spikelog, { ...point, value: 2 }, key)
    expect([status, body]).toEqual([200, { accepted: true, chart: 'users', points: 1 }])
  })
})

describe('pause and resume', () => {
  it('refuses connections, then listens on the same port with the same data', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoint(spikelog, point, unpooled)
    await spikelog.pause()
    await spikelog.pause()
    await expect(postPoint(spikelog, point, unpooled)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
    expect(spikelog.points('users')).toHaveLength(1)
    await spikelog.resume()
    await spikelog.resume()
    const { body } = await postPoint(spikelog, point, unpooled)
    expect(body).toEqual({ accepted: true, chart: 'users', points: 2 })
  })

  it('says so when another took the port meanwhile, and can be tried again', async () => {
    const spikelog = await useLocalSpikelog()
    await spikelog.pause()
    const other = createServer()
    other.listen(Number(new URL(spikelog.url).port), '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    await expect(spikelog.resume()).rejects.toMatchObject({ code: 'EADDRINUSE' })
    other.close()
    await once(other, 'close')
    await spikelog.resume()
    expect(await postPoint(spikelog, point, unpooled)).toMatchObject({ status: 200 })
  })
})

describe('close', () => {
  it('ends promptly with idle, half-sent, hanging and dripping connections', async () => {
    const spikelog = await useLocalSpikelog()
    const complete = toRawIngest(spikelog, JSON.stringify(point))
    const stored = new Promise((resolve) => spikelog.onPoint(resolve))
    spikelog.setFaults([
      { type: 'hang', stage: 'after-store' },
      { type: 'drip', part: 'headers', intervalMillis: 3_600_000 },
    ])
    const sockets = [
      await sendRaw(spikelog, complete),
      await sendRaw(spikelog, complete),
      await sendRaw(spikelog, complete.slice(0, -5)),
      await sendRaw(spikelog, complete.slice(0, 20)),
      await sendRaw(spikelog, ''),
    ]
    for (const socket of sockets) socket.on('error', () => undefined)
    const closed = Promise.all(sockets.map((socket) => once(socket, 'close')))
    await stored
    const startMillis = performance.now()
    await spikelog.close()
    expect(performance.now() - startMillis).toBeLessThan(1000)
    await closed
  })

  it('may be called again, and is final', async () => {
    const spikelog = await useLocalSpikelog()
    await spikelog.close()
    await spikelog.close()
    await expect(spikelog.resume()).rejects.toThrow('This local Spikelog is closed')
  })
})
