import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { readPieces, sendRaw } from '../support/send-raw.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const nowMillis = Date.UTC(2026, 0, 31, 12)
const at = '2026-01-31T12:00:00.000Z'

describe('the reading API', () => {
  it('lists the charts with the limits, and never the key', async () => {
    const spikelog = await useLocalSpikelog({ apiKey: 'sk_unseen', now: () => nowMillis })
    await postPoint(spikelog, { chart: 'users', value: 1, timestamp: '2026-01-30T12:00:00Z' })
    await postPoint(spikelog, { chart: 'users', value: 2 })
    const response = await fetch(`${spikelog.url}/api/v1/charts`)
    const text = await response.text()
    expect(JSON.parse(text)).toEqual({
      charts: [
        {
          chart: 'users',
          points: 2,
          lastValue: 2,
          firstAt: '2026-01-30T12:00:00.000Z',
          lastAt: at,
        },
      ],
      limits: { charts: 10, points: 1000 },
    })
    expect(text + JSON.stringify([...response.headers])).not.toContain('sk_unseen')
  })

  it.each(['users', 'API Response Time - Chat', 'a.b', 'a/b', 'a%2Fb', '100%', 'Größe 🌡', '?#&+'])(
    'gives the points of the chart %j',
    async (chart) => {
      const spikelog = await useLocalSpikelog({ now: () => nowMillis })
      const tags = { env: 'prod' }
      await postPoint(spikelog, { chart, value: 1, tags }, { 'idempotency-key': 'k' })
      const path = `/api/v1/charts/${encodeURIComponent(chart)}/points`
      const response = await fetch(spikelog.url + path)
      expect(await response.json()).toEqual({ chart, points: [{ value: 1, timestamp: at, tags }] })
    },
  )

  it('answers 404 for a chart that is not there', async () => {
    const spikelog = await useLocalSpikelog()
    const response = await fetch(`${spikelog.url}/api/v1/charts/none/points`)
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: 'not_found', message: 'There is no chart "none": send a point to it first.' },
    ])
    expect(spikelog.points('none')).toEqual([])
  })

  it('answers HEAD without a body and refuses other methods', async () => {
    const spikelog = await useLocalSpikelog()
    const head = await fetch(`${spikelog.url}/api/v1/charts`, { method: 'HEAD' })
    const post = await fetch(`${spikelog.url}/api/v1/charts`, { method: 'POST', body: '{}' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  it('frees the slot of a chart that is deleted with the key', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxCharts: 1 } })
    const url = `${spikelog.url}/api/v1/charts/old%20one`
    const headers = { 'x-api-key': spikelog.apiKey }
    await postPoint(spikelog, { chart: 'old one', value: 1 })
    const withoutKey = await fetch(url, { method: 'DELETE' })
    const withKey = await fetch(url, { method: 'DELETE', headers })
    const again = await fetch(url, { method: 'DELETE', headers })
    expect([withoutKey.status, withKey.status, again.status]).toEqual([401, 200, 404])
    const { body } = await postPoint(spikelog, { chart: 'new one', value: 1 })
    expect(body).toEqual({ accepted: true, chart: 'new one', points: 1 })
  })

  it('asks for the key when the host header names another machine', async () => {
    const spikelog = await useLocalSpikelog()
    const ask = async (key: string): Promise<string> => {
      const head = `GET /api/v1/charts HTTP/1.1\r\nHost: rebound.test\r\nConnection: close\r\n`
      const pieces = await readPieces(await sendRaw(spikelog, `${head}X-API-Key: ${key}\r\n\r\n`))
      return pieces.join('').slice(0, 'HTTP/1.1 200'.length)
    }
    expect(await ask('sk_wrong')).toBe('HTTP/1.1 401')
    expect(await ask(spikelog.apiKey)).toBe('HTTP/1.1 200')
  })
})
