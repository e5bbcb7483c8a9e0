import { describe, expect, it } from 'vitest'
import { SpikelogClient } from '@spikelog-otel/client'
import { createUndiciDispatcher } from '../../../packages/client/src/delivery/undici-dispatcher.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { testKey } from '../../support/use-client.ts'
import { useLocal } from '../../support/use-local.ts'
import { useBlackHole } from '../support/use-black-hole.ts'
import { useForwardProxy } from '../support/use-forward-proxy.ts'
import { useServer, useTcpServer } from '../support/use-server.ts'
import { timed, useTransport } from '../support/use-transport.ts'

const throughProxy = (httpProxy: string, noProxy = '') => ({
  createDispatcher: () =>
    createUndiciDispatcher({
      connections: 10,
      connectTimeoutMillis: 1000,
      proxy: { httpProxy, httpsProxy: httpProxy, noProxy },
    }),
})

describe('a proxy', () => {
  it('is asked for a tunnel; one that refuses means not sent, and never sees the key', async () => {
    const { port, received } = await useTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 407 no\r\nContent-Length: 0\r\n\r\n'))
    })
    const { post } = useTransport(
      'https://spikelog.test/ingest',
      throughProxy(`http://127.0.0.1:${port}`),
    )
    expect(await post()).toMatchObject({ kind: 'failure', sent: false })
    expect(received()).toContain('CONNECT spikelog.test:443')
    expect(received()).not.toContain(testKey)
  })

  it('that accepts no connection is given up in time', async () => {
    const { endpoint } = await useBlackHole()
    const { post } = useTransport('https://spikelog.test/', throughProxy(new URL(endpoint).origin))
    const { value, millis } = await timed(post({ timeoutMillis: 9000 }))
    expect(value).toMatchObject({ kind: 'failure', sent: false })
    expect(millis).toBeLessThan(5000)
  })

  it('is left out for the hosts that NO_PROXY names', async () => {
    const { endpoint, requests } = await useServer()
    const { post } = useTransport(endpoint, throughProxy('http://127.0.0.1:1', '127.0.0.1'))
    expect(await post()).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(1)
  })

  it('of the environment is not used for this machine', async () => {
    const { endpoint, requests } = await useServer()
    const client = new SpikelogClient(
      { apiKey: testKey, endpoint },
      {
        logger: new FakeLogger(),
        environment: (name) => (/proxy$/iu.test(name) ? 'http://127.0.0.1:1' : undefined),
      },
    )
    client.add('users')
    expect(await client.close()).toMatchObject({ delivered: 1 })
    expect(requests).toHaveLength(1)
  })
})

describe('a proxy of the environment', () => {
  it('carries the points to a service that only it can reach', async () => {
    const local = await useLocal()
    const { address, targets } = await useForwardProxy(Number(new URL(local.url).port))
    const client = new SpikelogClient(
      {
        apiKey: local.apiKey,
        endpoint: 'http://spikelog.test/api/v1/ingest',
        allowInsecure: true,
      },
      {
        logger: new FakeLogger(),
        environment: (name) => (name === 'HTTP_PROXY' ? address : undefined),
      },
    )
    client.add('users', 4)
    client.add('orders', 2)
    expect(await client.close()).toEqual({ delivered: 2, pending: 0, dropped: 0 })
    expect(local.points('users')).toMatchObject([{ value: 4 }])
    expect(local.points('orders')).toMatchObject([{ value: 2 }])
    expect(new Set(targets)).toEqual(new Set(['spikelog.test']))
  })
})
