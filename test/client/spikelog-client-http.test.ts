import { SpikelogClient } from '@spikelog-otel/client'
import type { SpikelogClientOptions } from '@spikelog-otel/client'
import { Agent } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { testKey } from '../support/use-client.ts'
import { useServer, useTcpServer } from './support/use-server.ts'
import { timed } from './support/use-transport.ts'

function useRealClient(options: SpikelogClientOptions) {
  const logger = new FakeLogger()
  const client = new SpikelogClient(
    { apiKey: testKey, ...options },
    { logger, environment: () => undefined },
  )
  onTestFinished(async () => {
    await client.close({ timeoutMillis: 50 })
  })
  return { client, logger }
}

const charts = Array.from({ length: 10 }, (_, index) => `chart ${index}`)

describe('a client against a real server', () => {
  it('keeps its connections over charts and buckets', async () => {
    const { endpoint, requests, connections } = await useServer((response) => response.end('{}'))
    const { client } = useRealClient({ endpoint })
    for (let bucket = 0; bucket < 4; bucket += 1) {
      for (const chart of charts) client.add(chart, bucket)
      expect(await client.flush()).toMatchObject({ delivered: 10 })
    }
    expect(requests).toHaveLength(40)
    expect(connections()).toBeLessThanOrEqual(10)
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(40)
  })

  it('posts through the dispatcher of the app and leaves it open', async () => {
    const { endpoint } = await useServer()
    const dispatcher = new Agent()
    onTestFinished(() => dispatcher.destroy())
    const { client } = useRealClient({ endpoint, dispatcher })
    client.add('users')
    expect(await client.close()).toMatchObject({ delivered: 1 })
    expect(dispatcher.destroyed).toBe(false)
  })

  it.each([
    ['hangs', () => useTcpServer(() => {}), /users=1 \(may have arrived\)/u],
    [
      'drips its headers',
      () =>
        useTcpServer((socket) => {
          socket.write('HTTP/1.1 2')
          const drip = setInterval(() => socket.write('0'), 20)
          socket.on('close', () => clearInterval(drip))
        }),
      /users=1 \(may have arrived\)/u,
    ],
    [
      'hangs up',
      () =>
        useTcpServer((socket) => {
          socket.once('data', () => socket.end())
        }),
      /users=1 \(may have arrived\)/u,
    ],
    [
      'refuses connections',
      () => Promise.resolve({ endpoint: 'http://127.0.0.1:1/' }),
      /users=1\./u,
    ],
  ])('closes in time and writes down when the server %s', async (_what, useOne, undelivered) => {
    const { endpoint } = await useOne()
    const { client, logger } = useRealClient({ endpoint, shutdownTimeoutMillis: 400 })
    client.add('users')
    const { value, millis } = await timed(client.close())
    expect(millis).toBeLessThan(900)
    expect(value).toEqual({ delivered: 0, pending: 0, dropped: 1 })
    expect(logger.at('warn').join('\n')).toMatch(undelivered)
  })

  it('delivers a dripping 2xx once its status is known', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    const { client } = useRealClient({ endpoint, timeoutMillis: 100 })
    client.add('users')
    expect(await client.flush()).toEqual({ delivered: 1, pending: 0, dropped: 0 })
  })

  it('names what a page that is not Spikelog says', async () => {
    const { endpoint } = await useServer((response) =>
      response.writeHead(404).end(`<html>\n<title>Not here, ${testKey}</title>${'x'.repeat(5000)}`),
    )
    const { client, logger } = useRealClient({ endpoint })
    client.add('users')
    await client.flush()
    expect(logger.at('error')).toHaveLength(1)
    expect(logger.at('error')[0]).toContain(
      `${endpoint} does not answer like Spikelog (status 404: <html> <title>Not here, sk_***</title>xxx`,
    )
  })
})
