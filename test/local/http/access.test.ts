import { request } from 'node:http'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const apiKey = 'sk_unseen'
const basic = (password: string): string =>
  `Basic ${Buffer.from(`me:${password}`).toString('base64')}`
const elsewhere = { host: 'staging.example.com' }

async function useCharted(host = '127.0.0.1'): Promise<LocalSpikelog> {
  const spikelog = await useLocalSpikelog({ apiKey, host })
  await postPoint(spikelog, { chart: 'users', value: 42 })
  return spikelog
}

/** Sends any header, `Host` and `Origin` included, which `fetch` does not. */
function send(
  { url }: LocalSpikelog,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
      response.destroy()
    })
    sent.on('error', reject)
    sent.end()
  })
}

const privatePaths = [
  '/',
  '/events',
  '/api/v1/charts',
  '/api/v1/charts/users/points',
  '/api/v1/charts/users/points.csv',
]
const sharedPaths = ['/embed/users', '/embed/users.svg', '/badge/users.svg']

describe('who may read', () => {
  it.each([...privatePaths, ...sharedPaths])('this machine gets %s without a key', async (path) => {
    expect((await send(await useCharted(), 'GET', path)).status).toBe(200)
  })

  it.each([...privatePaths, ...sharedPaths])(
    'who calls %s by another name needs the key',
    async (path) => {
      const spikelog = await useCharted()
      const status = async (headers: Record<string, string>): Promise<number> =>
        (await send(spikelog, 'GET', path, { ...elsewhere, ...headers })).status
      expect([
        await status({}),
        await status({ 'x-api-key': 'sk_other' }),
        await status({ authorization: basic('sk_other') }),
        await status({ authorization: `Bearer ${apiKey}` }),
        await status({ 'x-api-key': apiKey }),
        await status({ authorization: basic(apiKey) }),
      ]).toEqual([401, 401, 401, 401, 200, 200])
    },
  )

  it('a browser is asked for the key where it opens the dashboard, and only there', async () => {
    const spikelog = await useCharted()
    const challenge = async (path: string): Promise<unknown> =>
      (await send(spikelog, 'GET', path, elsewhere)).headers['www-authenticate']
    expect(await challenge('/')).toMatch(/^Basic realm="/)
    expect(await challenge('/events')).toBeUndefined()
  })

  it('a server opened to other machines shows embeds to all, and the rest to those with the key', async () => {
    const spikelog = await useCharted('0.0.0.0')
    const statuses = (paths: readonly string[]): Promise<number[]> =>
      Promise.all(paths.map(async (path) => (await send(spikelog, 'GET', path, elsewhere)).status))
    expect(await statuses(sharedPaths)).toEqual([200, 200, 200])
    expect(new Set(await statuses(privatePaths))).toEqual(new Set([401]))
  })

  it('the files of the pages hold nothing to hide', async () => {
    const { status } = await send(await useCharted(), 'GET', '/assets/dashboard.js', elsewhere)
    expect(status).toBe(200)
  })
})

describe(verifies('crossOrigin', 'who may delete'), () => {
  const path = '/api/v1/charts/users'

  it('the dashboard’s own page, without the key', async () => {
    const spikelog = await useCharted()
    expect((await send(spikelog, 'DELETE', path, { origin: spikelog.url })).status).toBe(200)
    expect(spikelog.charts()).toEqual([])
  })

  it.each<[string, (spikelog: LocalSpikelog) => Record<string, string>]>([
    ['another site', () => ({ origin: 'https://example.com' })],
    ['another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a sandboxed frame', () => ({ origin: 'null' })],
    ['nobody knows who', () => ({})],
    ['nonsense', () => ({ origin: '::' })],
    [
      'a name made to mean this machine',
      () => ({ ...elsewhere, origin: `http://${elsewhere.host}` }),
    ],
    [
      'another site that knows a wrong key',
      () => ({ origin: 'https://example.com', 'x-api-key': 'sk_other' }),
    ],
    [
      'another site whose visitor gave the browser the key',
      () => ({ ...elsewhere, origin: 'https://example.com', authorization: basic(apiKey) }),
    ],
  ])('not %s', async (_who, toHeaders) => {
    const spikelog = await useCharted()
    expect((await send(spikelog, 'DELETE', path, toHeaders(spikelog))).status).toBe(401)
    expect(spikelog.charts()).toHaveLength(1)
  })

  it('everyone with the key, and the page of who opened the dashboard with it', async () => {
    for (const headers of [
      { 'x-api-key': apiKey },
      { ...elsewhere, 'x-api-key': apiKey },
      { ...elsewhere, origin: `https://${elsewhere.host}`, authorization: basic(apiKey) },
    ]) {
      const spikelog = await useCharted()
      expect((await send(spikelog, 'DELETE', path, headers)).status).toBe(200)
    }
  })

  it('a chart whose name no path can hold', async () => {
    const spikelog = await useLocalSpikelog()
    for (const chart of ['.', '..', 'users']) await postPoint(spikelog, { chart, value: 1 })
    const headers = { origin: spikelog.url }
    expect((await send(spikelog, 'DELETE', '/api/v1/charts/-?chart=..', headers)).status).toBe(200)
    expect(spikelog.charts().map(({ chart }) => chart)).toEqual(['.', 'users'])
  })
})

describe(verifies('crossOrigin', 'who may write'), () => {
  it('no page of another site: it has no key and may send no header for one', async () => {
    const spikelog = await useCharted()
    const response = await fetch(spikelog.endpoint, {
      method: 'POST',
      headers: { origin: 'https://example.com', 'content-type': 'text/plain' },
      body: '{"chart":"users","value":1}',
    })
    expect(response.status).toBe(401)
    const preflight = await fetch(spikelog.endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-api-key',
      },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    expect(spikelog.points('users')).toHaveLength(1)
  })
})
