import { once } from 'node:events'
import type { Fault, LocalSpikelog, StoredPoint } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { readPieces, sendRaw, toRawIngest } from '../support/send-raw.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const point = { chart: 'users', value: 1 }
const key = { 'idempotency-key': 'first' }
const firstAnswer = { accepted: true, chart: 'users', points: 1 }
const longMillis = 3_600_000

describe('a reset fault', () => {
  it.each([
    ['arrival', 0],
    ['body', 0],
    ['before-store', 0],
    ['after-store', 1],
  ] as const)('at stage %s leaves %d points, and the repeat makes one', async (stage, points) => {
    const spikelog = await useLocalSpikelog({ faults: [{ type: 'reset', stage }] })
    await expect(postPoint(spikelog, point, key)).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    })
    expect(spikelog.points('users')).toHaveLength(points)
    const { body } = await postPoint(spikelog, point, key)
    expect(body).toEqual(firstAnswer)
    expect(spikelog.points('users')).toHaveLength(1)
    expect(spikelog.requests()).toEqual({ received: 2, unanswered: 1, byStatus: { 200: 1 } })
  })

  it('at stage body comes with the first part of the body, not earlier', async () => {
    const spikelog = await useLocalSpikelog({
      faults: ({ headers }) =>
        headers['content-length'] === '1000' ? { type: 'reset', stage: 'body' } : undefined,
    })
    const socket = await sendRaw(spikelog, toRawIngest(spikelog, ' '.repeat(1000)).slice(0, -1000))
    const reset = once(socket, 'error')
    // Others go all the way meanwhile.
    for (let index = 0; index < 3; index += 1) await postPoint(spikelog, point)
    expect(socket.destroyed).toBe(false)
    socket.write(' ')
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }])
  })
})

describe('a hang fault', () => {
  it.each([
    ['arrival', 0],
    ['before-store', 0],
    ['after-store', 1],
  ] as const)('at stage %s never answers and leaves %d points', async (stage, points) => {
    const spikelog = await useLocalSpikelog()
    const faulted = faultOnce(spikelog, { type: 'hang', stage })
    const stored = stage === 'after-store' ? nextPoint(spikelog) : undefined
    const posted = failureOf(postPoint(spikelog, point))
    await Promise.all([faulted, stored])
    // Another request goes all the way meanwhile.
    expect(await postPoint(spikelog, { chart: 'other', value: 1 })).toMatchObject({ status: 200 })
    expect(spikelog.requests()).toMatchObject({ received: 2, unanswered: 1 })
    await spikelog.pause()
    expect(await posted).toBe('fetch failed')
    expect(spikelog.points('users')).toHaveLength(points)
  })
})

describe('a drip fault', () => {
  it('sends headers and body byte by byte, of the contract’s answer', async () => {
    const faults = { type: 'drip', part: 'headers', intervalMillis: 1 } as const
    const spikelog = await useLocalSpikelog({ faults })
    const socket = await sendRaw(spikelog, toRawIngest(spikelog, JSON.stringify(point)))
    const pieces = await readPieces(socket)
    expect(pieces[0]?.length).toBeLessThan('HTTP/1.1 200'.length)
    expect(pieces.length).toBeGreaterThan(10)
    expect(pieces.join('')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(pieces.join('').split('\r\n\r\n')[1]).toBe(JSON.stringify(firstAnswer))
    expect(spikelog.requests()).toEqual({ received: 1, unanswered: 0, byStatus: { 200: 1 } })
  })

  it('sends the headers at once when only the body drips', async () => {
    const faults = { type: 'drip', part: 'body', intervalMillis: longMillis } as const
    const spikelog = await useLocalSpikelog({ faults })
    const headers = { 'x-api-key': spikelog.apiKey }
    const sent = { method: 'POST', headers, body: JSON.stringify(point) }
    const response = await fetch(spikelog.endpoint, sent)
    expect(response.status).toBe(200)
    expect(spikelog.points('users')).toHaveLength(1)
    expect(spikelog.requests()).toMatchObject({ unanswered: 1 })
    const read = failureOf(response.text())
    await spikelog.close()
    expect(await read).toBe('terminated')
  })
})

describe('a delay fault', () => {
  it('answers as the contract says after the wait', async () => {
    const spikelog = await useLocalSpikelog({ faults: { type: 'delay', millis: 5 } })
    const { status, body } = await postPoint(spikelog, point)
    expect([status, body]).toEqual([200, firstAnswer])
  })

  it('goes on with the next fault', async () => {
    const next = { type: 'status', status: 503 } as const
    const spikelog = await useLocalSpikelog({ faults: { type: 'delay', millis: 5, next } })
    const { status } = await postPoint(spikelog, point)
    expect([status, spikelog.charts()]).toEqual([503, []])
  })

  it('stores the point although the client has given up', async () => {
    const spikelog = await useLocalSpikelog()
    const gaveUp = Promise.withResolvers<void>()
    spikelog.setFaults(async (request) => {
      await request.body()
      await gaveUp.promise
      return { type: 'delay', millis: 0 }
    })
    const socket = await sendRaw(spikelog, toRawIngest(spikelog, JSON.stringify(point)))
    const stored = nextPoint(spikelog)
    socket.destroy()
    gaveUp.resolve()
    expect(await stored).toMatchObject(point)
  })

  it.each(['arrival', 'before-store'] as const)(
    'at stage %s is cut short by pause(), without storing',
    async (stage) => {
      const spikelog = await useLocalSpikelog()
      const faulted = faultOnce(spikelog, { type: 'delay', millis: longMillis, stage })
      const posted = failureOf(postPoint(spikelog, point))
      await faulted
      await spikelog.pause()
      expect(await posted).toBe('fetch failed')
      expect(spikelog.charts()).toEqual([])
    },
  )
})

/** The message of a failure that is waited for later, so that it never counts as unhandled. */
function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

/** Lets the next request meet the fault; settles when it has its body read and is about to. */
function faultOnce(spikelog: LocalSpikelog, fault: Fault): Promise<void> {
  return new Promise((resolve) => {
    spikelog.setFaults(async (request) => {
      spikelog.setFaults(undefined)
      await request.body()
      resolve()
      return fault
    })
  })
}

function nextPoint(spikelog: LocalSpikelog): Promise<StoredPoint> {
  return new Promise((resolve) => spikelog.onPoint(resolve))
}
