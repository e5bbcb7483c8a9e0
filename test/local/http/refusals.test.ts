import { request, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { readPieces, sendRaw } from '../support/send-raw.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

describe('a body over 64 KiB', () => {
  const tooLarge = {
    error: 'payload_too_large',
    message: 'Send at most 65536 bytes: one point a request.',
  }

  it('is refused readably with 1 MB', async () => {
    const spikelog = await useLocalSpikelog()
    const sent = `{"chart":"users","value":1,"note":"${'x'.repeat(1_000_000)}"}`
    const { status, body } = await postPoint(spikelog, sent)
    expect([status, body]).toEqual([413, tooLarge])
    expect(spikelog.charts()).toEqual([])
  })

  it('is refused readably in chunks of unknown sum', async () => {
    const spikelog = await useLocalSpikelog()
    const [status, body] = await postChunks(spikelog, ['{', 'x'.repeat(70_000), 'x'.repeat(70_000)])
    expect([status, body]).toEqual([413, tooLarge])
  })

  it('begins one byte after the limit', async () => {
    const spikelog = await useLocalSpikelog()
    const point = '{"chart":"users","value":1}'
    const [most] = await postChunks(spikelog, [point, ' '.repeat(65_536 - point.length)])
    const [over] = await postChunks(spikelog, [point, ' '.repeat(65_537 - point.length)])
    expect([most, over]).toEqual([200, 413])
  })

  it('tells a wrong key first', async () => {
    const spikelog = await useLocalSpikelog()
    const { status } = await postPoint(spikelog, 'x'.repeat(1_000_000), { 'x-api-key': 'sk_wrong' })
    expect(status).toBe(401)
  })
})

describe('a request that is not the contract’s', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('gets 405 and Allow for %s', async (method) => {
    const spikelog = await useLocalSpikelog()
    const body = method === 'GET' ? null : 'x'.repeat(1_000_000)
    const response = await fetch(spikelog.endpoint, { method, body })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    expect(await response.json()).toEqual({
      error: 'method_not_allowed',
      message: `Use POST here instead of ${method}.`,
    })
  })

  it('learns the methods from OPTIONS, and nothing for pages of other origins', async () => {
    const spikelog = await useLocalSpikelog()
    const response = await fetch(spikelog.endpoint, {
      method: 'OPTIONS',
      headers: { origin: 'http://elsewhere.test', 'access-control-request-method': 'POST' },
    })
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each(['/ingest', '/api/v1/ingest/', '/api/v2/ingest', '/api/v1/charts/a/b/c'])(
    'gets 404 with the right path for %s',
    async (path) => {
      const spikelog = await useLocalSpikelog()
      const response = await fetch(spikelog.url + path, { method: 'POST', body: 'x'.repeat(1e6) })
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        error: 'not_found',
        message: 'There is nothing at this path: send points to /api/v1/ingest.',
      })
    },
  )

  it.each(['PUT /api/v1/ingest', 'POST /nothing'])(
    'is answered when all of it is sent, not earlier: %s',
    async (line) => {
      const spikelog = await useLocalSpikelog()
      const head = `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`
      const socket = await sendRaw(spikelog, `${head}Content-Length: 4\r\n\r\n{`)
      for (let index = 0; index < 3; index += 1) await postPoint(spikelog, '{}')
      expect(socket.bytesRead).toBe(0)
      socket.write('  }')
      expect((await readPieces(socket)).join('')).toMatch(/^HTTP\/1\.1 40[45] /)
    },
  )

  it('gets JSON for a host header that is none', async () => {
    const spikelog = await useLocalSpikelog()
    const head = ['GET /api/v1/charts HTTP/1.1', 'Host: a b', 'Connection: close', '', '']
    const pieces = await readPieces(await sendRaw(spikelog, head.join('\r\n')))
    expect(pieces.join('')).toMatch(/^HTTP\/1\.1 400 [^]*"error":"invalid_request"/)
  })
})

describe('the table of statuses', () => {
  it('can be set to others', async () => {
    const spikelog = await useLocalSpikelog({
      limits: { maxCharts: 1 },
      statuses: { invalid_api_key: 403, chart_limit_reached: 402, invalid_request: 422 },
    })
    const point = { chart: 'users', value: 1 }
    const { status: noKey } = await postPoint(spikelog, point, { 'x-api-key': '' })
    await postPoint(spikelog, point)
    const { status: second, body } = await postPoint(spikelog, { chart: 'orders', value: 1 })
    const { status: broken } = await postPoint(spikelog, '{')
    expect([noKey, second, broken]).toEqual([403, 402, 422])
    expect(body).toMatchObject({ error: 'chart_limit_reached' })
  })
})

async function postChunks(
  { endpoint, apiKey }: LocalSpikelog,
  chunks: readonly string[],
): Promise<[status: number | undefined, body: unknown]> {
  const sending = request(endpoint, { method: 'POST', headers: { 'x-api-key': apiKey } })
  const answered = new Promise<IncomingMessage>((resolve) => sending.once('response', resolve))
  for (const chunk of chunks) sending.write(chunk)
  sending.end()
  const response = await answered
  return [response.statusCode, await json(response)]
}
