import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

async function useCharted(...charts: string[]): Promise<LocalSpikelog> {
  const spikelog = await useLocalSpikelog({ now: () => 1000 })
  for (const chart of charts) await postPoint(spikelog, { chart, value: 42 })
  return spikelog
}

async function readToken({ url }: LocalSpikelog, path: string): Promise<string> {
  const html = await (await fetch(url + path)).text()
  return /name="spikelog-token" content="([\da-f]{64})"/.exec(html)?.[1] ?? ''
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('the points of an embed', () => {
  it('come to the script that shows its page’s token, from whatever origin', async () => {
    const spikelog = await useCharted('users')
    const token = await readToken(spikelog, '/embed/users')
    const response = await fetch(`${spikelog.url}/embed/users/points`, {
      headers: { ...bearer(token), origin: 'null' },
    })
    expect(await response.json()).toEqual({
      chart: { id: 1, name: 'users', kept: 1, times: [1000], values: [42] },
      limits: { charts: 10, points: 1000 },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('come once, until there are others', async () => {
    const spikelog = await useCharted('users')
    const headers = bearer(await readToken(spikelog, '/embed/users'))
    const poll = (etag: string): Promise<Response> =>
      fetch(`${spikelog.url}/embed/users/points`, {
        headers: { ...headers, 'if-none-match': etag },
      })
    const etag = (await poll('')).headers.get('etag') ?? ''
    expect((await poll(etag)).status).toBe(304)
    await postPoint(spikelog, { chart: 'users', value: 43 })
    const next = await poll(etag)
    expect([next.status, await next.json()]).toMatchObject([200, { chart: { values: [42, 43] } }])
  })

  it('let a browser ask first whether it may', async () => {
    const { url } = await useCharted('users')
    const { status, headers } = await fetch(`${url}/embed/users/points`, { method: 'OPTIONS' })
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-headers'),
    ]).toEqual([204, '*', 'authorization, if-none-match'])
  })

  it.each(['', 'Bearer', 'Bearer 00', `Bearer ${'0'.repeat(64)}`, `Basic ${'0'.repeat(64)}`])(
    'do not come for %j',
    async (authorization) => {
      const { url } = await useCharted('users')
      const response = await fetch(`${url}/embed/users/points`, { headers: { authorization } })
      expect([response.status, await response.json()]).toMatchObject([
        403,
        { error: 'invalid_token' },
      ])
    },
  )

  it('do not come for the token of another chart, or of another server', async () => {
    const [spikelog, other] = [await useCharted('users', 'orders'), await useCharted('users')]
    for (const token of [
      await readToken(spikelog, '/embed/orders'),
      await readToken(other, '/embed/users'),
    ]) {
      const response = await fetch(`${spikelog.url}/embed/users/points`, { headers: bearer(token) })
      expect(response.status).toBe(403)
    }
  })

  it('are not there before the chart is', async () => {
    const spikelog = await useCharted()
    const headers = bearer(await readToken(spikelog, '/embed/users'))
    const poll = async (): Promise<number> =>
      (await fetch(`${spikelog.url}/embed/users/points`, { headers })).status
    expect(await poll()).toBe(404)
    await postPoint(spikelog, { chart: 'users', value: 1 })
    expect(await poll()).toBe(200)
  })
})

describe('pictures', () => {
  it.each(['/embed/users.svg', '/badge/users.svg', '/embed/users.svg?theme=dark&range=1h'])(
    '%s is a picture that may do nothing',
    async (path) => {
      const { url } = await useCharted('users')
      const response = await fetch(url + path)
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'image/svg+xml; charset=utf-8',
      ])
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(await response.text()).toContain('42')
    },
  )

  it.each(['/embed/none.svg', '/badge/none.svg'])(
    '%s says that there is no such chart',
    async (path) => {
      const { url } = await useCharted('users')
      const response = await fetch(url + path)
      expect(response.status).toBe(404)
      expect(await response.text()).toMatch(/^<svg[^>]*>.*none/s)
    },
  )

  it('tell a chart named like a picture from the picture of a chart', async () => {
    const { url } = await useCharted('a', 'a.svg')
    const contentType = async (path: string): Promise<string | null> =>
      (await fetch(url + path)).headers.get('content-type')
    expect(await contentType('/embed/a.svg')).toContain('image/svg+xml')
    expect(await contentType('/embed/a%2Esvg')).toContain('text/html')
    expect(await (await fetch(`${url}/embed/a%2Esvg.svg`)).text()).toContain('a.svg')
  })

  it.each(['/embed/-.svg?chart=..', '/badge/-.svg?chart=..'])(
    '%s shows the chart ..',
    async (path) => {
      const { url } = await useCharted('..')
      expect((await fetch(url + path)).status).toBe(200)
    },
  )

  it('are sent once while nothing changed', async () => {
    const { url } = await useCharted('users')
    const etag = (await fetch(`${url}/embed/users.svg`)).headers.get('etag') ?? ''
    const again = await fetch(`${url}/embed/users.svg`, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })
})
