import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { noPoint, probe } from '../../../packages/cli/src/doctor/probe.ts'
import { useLocal } from '../../support/use-local.ts'

const timeoutMillis = 5000

describe('a probe', () => {
  it('tells a good key from a bad one, charts nothing, and reads the time', async () => {
    const local = await useLocal()
    const options = { endpoint: new URL(local.endpoint), timeoutMillis, proxy: undefined }
    const good = await probe({ ...options, apiKey: local.apiKey }, noPoint)
    const bad = await probe({ ...options, apiKey: 'sk_wrong' }, noPoint)
    expect([good.attempt, bad.attempt]).toMatchObject([{ status: 400 }, { status: 401 }])
    expect(local.charts()).toEqual([])
    expect(Math.abs(Date.parse(good.date ?? '') - good.wallMillis)).toBeLessThan(5000)
  })

  it('goes through the proxy', async () => {
    const asked: string[] = []
    const server = createServer().on('connect', (request, socket) => {
      asked.push(String(request.url))
      socket.end('HTTP/1.1 502 No\r\n\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const httpsProxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { attempt } = await probe(
      {
        endpoint: new URL('https://spikelog.invalid/ingest'),
        apiKey: 'sk_x',
        timeoutMillis,
        proxy: { httpProxy: '', httpsProxy, noProxy: '' },
      },
      noPoint,
    )
    expect(attempt.kind).toBe('failure')
    expect(asked).toEqual(['spikelog.invalid:443'])
  })

  it('ends in time', async () => {
    const local = await useLocal({ faults: () => ({ type: 'hang' }) })
    const options = { endpoint: new URL(local.endpoint), apiKey: 'sk_x', proxy: undefined }
    const { attempt, date } = await probe({ ...options, timeoutMillis: 50 }, noPoint)
    expect(attempt).toMatchObject({ kind: 'failure', errorType: 'timeout' })
    expect(date).toBeUndefined()
  })
})
