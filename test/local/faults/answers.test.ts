import { once } from 'node:events'
import type { FaultBody, FaultRequest } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { sendRaw, toRawIngest } from '../support/send-raw.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const point = { chart: 'users', value: 1 }

describe('a status fault', () => {
  it('answers with its status and Retry-After, and stores nothing', async () => {
    const faults = { type: 'status', status: 503, retryAfter: 5 } as const
    const spikelog = await useLocalSpikelog({ faults })
    const { status, body, headers } = await postPoint(spikelog, point)
    expect([status, headers.get('retry-after'), body]).toEqual([
      503,
      '5',
      {
        error: 'injected_fault',
        message: 'The local Spikelog was told to answer 503: an injected fault.',
      },
    ])
    expect(spikelog.charts()).toEqual([])
  })

  it('sends no Retry-After unless told, and any text when told', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
    const spikelog = await useLocalSpikelog({
      faults: [
        { type: 'status', status: 429 },
        { type: 'status', status: 429, retryAfter: date },
      ],
    })
    const without = await postPoint(spikelog, point)
    const withDate = await postPoint(spikelog, point)
    expect(without.body).toMatchObject({ error: 'rate_limited' })
    expect(without.headers.has('retry-after')).toBe(false)
    expect(withDate.headers.get('retry-after')).toBe(date)
  })

  it('answers before the body is there when told so', async () => {
    const faults = { type: 'status', status: 503, stage: 'arrival' } as const
    const spikelog = await useLocalSpikelog({ faults })
    const head = toRawIngest(spikelog, ' '.repeat(1000)).slice(0, -1000)
    const [answer] = await once(await sendRaw(spikelog, head), 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 503 /)
  })

  it('stores the point before it answers 500 when told so, and the repeat finds it', async () => {
    const spikelog = await useLocalSpikelog({
      faults: [{ type: 'status', status: 500, stage: 'after-store' }],
    })
    const key = { 'idempotency-key': 'first' }
    const { status } = await postPoint(spikelog, point, key)
    const repeat = await postPoint(spikelog, point, key)
    expect([status, repeat.status]).toEqual([500, 200])
    expect(repeat.body).toEqual({ accepted: true, chart: 'users', points: 1 })
  })

  it('keeps no key for the 2xx it injects', async () => {
    const spikelog = await useLocalSpikelog({ faults: [{ type: 'status', status: 200 }] })
    const key = { 'idempotency-key': 'first' }
    await postPoint(spikelog, point, key)
    const { status } = await postPoint(spikelog, { ...point, value: 2 }, key)
    expect(status).toBe(200)
    expect(spikelog.points('users').map(({ value }) => value)).toEqual([2])
  })

  it.each<[FaultBody, string | null, RegExp]>([
    ['html', 'text/html; charset=utf-8', /^<!doctype html>/],
    ['empty', null, /^$/],
    [{ text: 'oops' }, 'text/plain; charset=utf-8', /^oops$/],
    [{ text: '<x/>', contentType: 'text/xml' }, 'text/xml', /^<x\/>$/],
    [{ bytes: 1_000_000 }, 'text/plain; charset=utf-8', /^x{1000000}$/],
  ])('answers with the body %j', async (body, contentType, pattern) => {
    const spikelog = await useLocalSpikelog({ faults: { type: 'status', status: 502, body } })
    const response = await fetch(spikelog.endpoint, { method: 'POST', body: '{}' })
    expect([response.status, response.headers.get('content-type')]).toEqual([502, contentType])
    expect(await response.text()).toMatch(pattern)
  })

  it('answers 204 to a point that is stored', async () => {
    const spikelog = await useLocalSpikelog({
      faults: { type: 'status', status: 204, stage: 'after-store', headers: { 'x-more': 'yes' } },
    })
    const headers = { 'x-api-key': spikelog.apiKey }
    const sent = { method: 'POST', headers, body: JSON.stringify(point) }
    const response = await fetch(spikelog.endpoint, sent)
    expect([response.status, response.headers.get('x-more')]).toEqual([204, 'yes'])
    expect(spikelog.points('users')).toHaveLength(1)
  })
})

describe('a redirect fault', () => {
  it('names another place and stores nothing', async () => {
    const elsewhere = await useLocalSpikelog()
    const faults = { type: 'redirect', location: elsewhere.endpoint } as const
    const spikelog = await useLocalSpikelog({ faults })
    const sent = { method: 'POST', body: JSON.stringify(point), redirect: 'manual' } as const
    const response = await fetch(spikelog.endpoint, sent)
    expect([response.status, response.headers.get('location')]).toEqual([307, elsewhere.endpoint])
    expect(elsewhere.requests().received).toBe(0)
  })
})

describe('the plan of faults', () => {
  it('follows a script, one entry a request, then lets all through', async () => {
    const spikelog = await useLocalSpikelog({
      faults: [{ type: 'status', status: 500 }, undefined, { type: 'status', status: 502 }],
    })
    expect(await statusesOf(spikelog, 5)).toEqual([500, 200, 502, 200, 200])
  })

  it('hits the same share of requests in every run', async () => {
    const plan = { rate: 0.3, seed: 7, fault: { type: 'status', status: 503 } } as const
    const spikelog = await useLocalSpikelog({ faults: plan })
    const first = await statusesOf(spikelog, 100)
    spikelog.setFaults(plan)
    expect(await statusesOf(spikelog, 100)).toEqual(first)
    const hits = first.filter((status) => status === 503).length
    expect(hits).toBeGreaterThan(20)
    expect(hits).toBeLessThan(40)
    spikelog.setFaults({ ...plan, seed: 8 })
    expect(await statusesOf(spikelog, 100)).not.toEqual(first)
  })

  it.each([
    [0, 200],
    [1, 503],
  ])('with rate %d answers %d only', async (rate, status) => {
    const fault = { type: 'status', status: 503 } as const
    const spikelog = await useLocalSpikelog({ faults: { rate, fault } })
    expect(new Set(await statusesOf(spikelog, 20))).toEqual(new Set([status]))
  })

  it('asks a function, which sees the request without its API key', async () => {
    const seen: FaultRequest[] = []
    const spikelog = await useLocalSpikelog({
      apiKey: 'sk_unseen',
      faults: async (request) => {
        seen.push(request)
        const isRefused = (await request.chart()) === 'refused'
        return isRefused ? { type: 'status', status: 400 } : undefined
      },
    })
    const refused = await postPoint(spikelog, { chart: 'refused', value: 1 })
    const stored = await postPoint(spikelog, point, { 'idempotency-key': 'k', 'x-more': 'yes' })
    expect([refused.status, stored.status]).toEqual([400, 200])
    expect(seen).toMatchObject([
      { number: 1, key: undefined },
      { number: 2, key: 'k', headers: { 'x-more': 'yes' } },
    ])
    expect(await seen[1]?.body()).toBe(JSON.stringify(point))
    expect(JSON.stringify(seen)).not.toContain('sk_unseen')
  })

  it('tells when the function fails or picks what is no fault', async () => {
    const spikelog = await useLocalSpikelog({
      faults: () => {
        throw new Error('no idea')
      },
    })
    const failed = await postPoint(spikelog, point)
    // @ts-expect-error: what a caller without types may do
    spikelog.setFaults(() => ({ type: 'fire' }))
    const unknown = await postPoint(spikelog, point)
    expect([failed.status, failed.body]).toEqual([
      500,
      { error: 'internal_error', message: 'The local Spikelog failed: no idea' },
    ])
    expect(unknown.status).toBe(500)
    expect(JSON.stringify(unknown.body)).toContain("got `'fire'` (string)")
  })

  it('changes while the server runs, and goes back to the start with reset()', async () => {
    const spikelog = await useLocalSpikelog({ faults: [{ type: 'status', status: 500 }] })
    const first = await statusesOf(spikelog, 2)
    spikelog.setFaults({ type: 'status', status: 502 })
    const second = await statusesOf(spikelog, 1)
    spikelog.setFaults(undefined)
    const third = await statusesOf(spikelog, 1)
    spikelog.reset()
    const fourth = await statusesOf(spikelog, 2)
    expect([first, second, third, fourth]).toEqual([[500, 200], [502], [200], [500, 200]])
  })

  it('leaves the reading API alone', async () => {
    const spikelog = await useLocalSpikelog({ faults: { type: 'status', status: 500 } })
    const response = await fetch(`${spikelog.url}/api/v1/charts`)
    expect(response.status).toBe(200)
  })

  it.each([
    [{ type: 'fire' }, /`faults\.type` to be "status", .*, got `'fire'` \(string\)/],
    [{ type: 'status', status: 99 }, /`faults\.status` to be an integer from 200 to 599, got `99`/],
    [[undefined, { type: 'delay', millis: -1 }], /`faults\[1\]\.millis` to be an integer from 0/],
    [{ rate: 2, fault: { type: 'hang' } }, /`faults\.rate` to be a number from 0 to 1, got `2`/],
    [{ type: 'hang', stage: 'later' }, /`faults\.stage` to be one of arrival, before-store/],
    [{ type: 'drip', part: 'foot' }, /`faults\.part` to be "headers" or "body", got `'foot'`/],
    ['hang', /`faults` to be a fault such as .*, got `'hang'` \(string\)/],
  ])('refuses %j', async (faults, message) => {
    // @ts-expect-error: what a caller without types may do
    await expect(useLocalSpikelog({ faults })).rejects.toThrow(message)
  })
})

async function statusesOf(
  spikelog: Awaited<ReturnType<typeof useLocalSpikelog>>,
  count: number,
): Promise<number[]> {
  const statuses: number[] = []
  for (let index = 0; index < count; index += 1) {
    statuses.push((await postPoint(spikelog, point)).status)
  }
  return statuses
}
