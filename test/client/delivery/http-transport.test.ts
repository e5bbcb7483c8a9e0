import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:tls'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { createUndiciDispatcher } from '../../../packages/client/src/delivery/undici-dispatcher.ts'
import { settled } from '../../support/fake-clock.ts'
import { testKey } from '../../support/use-client.ts'
import { useBlackHole } from '../support/use-black-hole.ts'
import { useListening, useServer, useTcpServer } from '../support/use-server.ts'
import { timed, useTransport } from '../support/use-transport.ts'

const own = (connectTimeoutMillis = 10_000, connections = 10) =>
  createUndiciDispatcher({ connections, connectTimeoutMillis })

describe('a post over HTTP', () => {
  it('is the request of the wire contract', async () => {
    const { endpoint, requests } = await useServer()
    const { post } = useTransport(`${endpoint}?a=b`)
    expect(await post()).toEqual({ kind: 'answer', status: 200, body: '' })
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/ingest?a=b',
      body: '{"chart":"users","value":1}',
      headers: {
        'content-type': 'application/json',
        'x-api-key': testKey,
        'idempotency-key': 'the-key',
        'content-length': '27',
      },
    })
  })

  it('carries names of any script as UTF-8', async () => {
    const { endpoint, requests } = await useServer()
    const { post } = useTransport(endpoint)
    const body = JSON.stringify({ chart: 'ünï ☃ 🚀', value: 1 })
    await post({ body })
    expect(requests[0]?.body).toBe(body)
  })

  it('gives status, body and Retry-After of the answer', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeHead(429, { 'Retry-After': '17' }).end('{"error":"rate_limited"}')
    })
    const { post } = useTransport(endpoint)
    expect(await post()).toEqual({
      kind: 'answer',
      status: 429,
      retryAfter: '17',
      body: '{"error":"rate_limited"}',
    })
  })

  it('takes the first of two Retry-After headers', async () => {
    const { endpoint } = await useTcpServer((socket) => {
      socket.once('data', () =>
        socket.end(
          'HTTP/1.1 503 x\r\nRetry-After: 3\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n',
        ),
      )
    })
    expect(await useTransport(endpoint).post()).toMatchObject({ status: 503, retryAfter: '3' })
  })

  it('skips interim answers', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeProcessing()
      response.writeEarlyHints({ link: '</x>; rel=preload' })
      response.writeHead(201).end('ok')
    })
    expect(await useTransport(endpoint).post()).toMatchObject({ status: 201, body: 'ok' })
  })

  it('does not follow a redirect: the key never reaches another host', async () => {
    const other = await useServer()
    for (const status of [301, 302, 303, 307, 308]) {
      const { endpoint } = await useServer((response) => {
        response.writeHead(status, { Location: other.endpoint }).end()
      })
      expect(await useTransport(endpoint).post()).toMatchObject({ status })
    }
    expect(other.requests).toEqual([])
    expect(other.connections()).toBe(0)
  })
})

describe('the body of an answer', () => {
  it('is read up to 64 KiB; the status counts', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeHead(200)
      for (let written = 0; written < 64; written += 1) response.write('x'.repeat(65_536))
      response.end()
    })
    const attempt = await useTransport(endpoint).post()
    expect(attempt).toMatchObject({ kind: 'answer', status: 200 })
    expect('body' in attempt && attempt.body.length).toBe(65_536)
  })

  it('may have no end: it is given up after 64 KiB, not at the timeout', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeHead(403)
      const more = (): void => {
        while (response.write('x'.repeat(16_384)));
      }
      response.on('drain', more)
      more()
    })
    const { value, millis } = await timed(useTransport(endpoint).post({ timeoutMillis: 10_000 }))
    expect(value).toMatchObject({ kind: 'answer', status: 403 })
    expect(millis).toBeLessThan(5000)
  })

  it.each([65_535, 65_536])('of %i bytes is read whole', async (size) => {
    const { endpoint } = await useServer((response) => response.end('y'.repeat(size)))
    const attempt = await useTransport(endpoint).post()
    expect('body' in attempt && attempt.body.length).toBe(size)
  })

  it.each([
    ['HTML', Buffer.from('<html><body>Bad gateway</body></html>')],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['nothing', Buffer.alloc(0)],
  ])('may be %s', async (_what, body) => {
    const { endpoint } = await useServer((response) => response.writeHead(502).end(body))
    expect(await useTransport(endpoint).post()).toMatchObject({ kind: 'answer', status: 502 })
  })

  it('may break off: the status counts', async () => {
    const { endpoint } = await useTcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\npart')
        setTimeout(() => socket.resetAndDestroy(), 20)
      })
    })
    expect(await useTransport(endpoint).post()).toEqual({
      kind: 'answer',
      status: 200,
      body: 'part',
    })
  })

  it('may drip: the attempt ends in time, and the status counts', async () => {
    const { endpoint } = await useServer((response) => {
      response.writeHead(201)
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    const { value, millis } = await timed(useTransport(endpoint).post({ timeoutMillis: 200 }))
    expect(value).toMatchObject({ kind: 'answer', status: 201 })
    expect(millis).toBeLessThan(1500)
  })
})

describe('an attempt that fails', () => {
  it('has not been sent when the connection is refused', async () => {
    const { endpoint } = await useTcpServer(() => {})
    const dead = new URL(endpoint)
    dead.port = '1'
    const attempt = await useTransport(dead.href).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false, tls: false })
    expect('reason' in attempt && attempt.reason).toContain('ECONNREFUSED')
  })

  it('has not been sent when the name is not known', async () => {
    const dispatcher = new Agent({
      connect: {
        lookup: (name, _options, callback) =>
          callback(
            Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }),
            [],
          ),
      },
    })
    const attempt = await useTransport('http://nowhere.test/', { dispatcher }).post()
    expect(attempt).toEqual({
      kind: 'failure',
      sent: false,
      tls: false,
      reason: 'getaddrinfo ENOTFOUND nowhere.test',
      errorType: 'ENOTFOUND',
    })
    await dispatcher.destroy()
  })

  it('has not been sent when every address of a name fails', async () => {
    const dispatcher = new Agent({
      connect: {
        lookup: (_name, _options, callback) =>
          callback(null, [
            { address: '127.0.0.1', family: 4 },
            { address: '127.0.0.2', family: 4 },
          ]),
      },
    })
    const attempt = await useTransport('http://nowhere.test:1/', { dispatcher }).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false })
    expect('reason' in attempt && attempt.reason).toContain('ECONNREFUSED')
    await dispatcher.destroy()
  })

  it('has not been sent when connecting takes too long, and ends in time', async () => {
    const { endpoint, received } = await useTcpServer(() => {})
    // A black hole: the name is never found.
    const dispatcher = new Agent({ connect: { timeout: 60_000, lookup: () => {} } })
    const { post } = useTransport(endpoint.replace('127.0.0.1', 'nowhere.test'), { dispatcher })
    const { value, millis } = await timed(post({ timeoutMillis: 150 }))
    expect(value).toMatchObject({ kind: 'failure', sent: false, tls: false })
    expect(millis).toBeLessThan(1500)
    expect(received()).toBe('')
    await dispatcher.destroy()
  })

  it("has not been sent when undici's own connect timeout is first", async () => {
    const dispatcher = new Agent({ connect: { timeout: 50, lookup: () => {} } })
    const attempt = await useTransport('http://nowhere.test/', { dispatcher }).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false })
    await dispatcher.destroy()
  })

  it('is never written when its connection comes after it ended', async () => {
    let connections = 0
    const { port, received } = await useTcpServer((socket) => {
      connections += 1
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    })
    const found = Promise.withResolvers<void>()
    const dispatcher = new Agent({
      connections: 1,
      connect: {
        lookup: (_name, _options, callback) => {
          // oxlint-disable-next-line promise/no-callback-in-promise -- a lookup is one
          void found.promise.then(() => callback(null, [{ address: '127.0.0.1', family: 4 }]))
        },
      },
    })
    const { post } = useTransport(`http://late.test:${port}/ingest`, { dispatcher })
    expect(await post({ key: 'too-late', timeoutMillis: 50 })).toMatchObject({ sent: false })
    const next = post({ key: 'in-time' })
    found.resolve()
    expect(await next).toMatchObject({ status: 200 })
    expect(received()).not.toContain('too-late')
    expect(connections).toBe(1)
    await dispatcher.destroy()
  })

  it.each([
    ['hangs up', 'end'],
    ['resets', 'resetAndDestroy'],
  ] as const)('may have arrived when the server %s after the request', async (_what, how) => {
    const { endpoint } = await useTcpServer((socket) => {
      socket.once('data', () => socket[how]())
    })
    expect(await useTransport(endpoint).post()).toMatchObject({ kind: 'failure', sent: true })
  })

  it('may have arrived when no answer comes in time', async () => {
    const { endpoint, received } = await useTcpServer(() => {})
    const { value, millis } = await timed(useTransport(endpoint).post({ timeoutMillis: 150 }))
    expect(value).toEqual({
      kind: 'failure',
      sent: true,
      tls: false,
      reason: 'no complete answer within 150 ms',
      errorType: 'timeout',
    })
    expect(millis).toBeLessThan(1500)
    expect(received()).toContain('POST /ingest')
  })

  it('may have arrived when the answer is no HTTP', async () => {
    const { endpoint } = await useTcpServer((socket) => {
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))
    })
    expect(await useTransport(endpoint).post()).toMatchObject({ kind: 'failure', sent: true })
  })

  it('ends at once when it is given up, before or while it runs', async () => {
    const { endpoint } = await useTcpServer(() => {})
    const { post } = useTransport(endpoint)
    expect(await post({ signal: AbortSignal.abort() })).toMatchObject({ sent: false })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 50)
    const { value, millis } = await timed(post({ signal: abort.signal }))
    expect(value).toMatchObject({ sent: true, reason: 'given up at the deadline' })
    expect(millis).toBeLessThan(1500)
  })
})

describe('TLS', () => {
  it('that the server does not speak is a TLS error', async () => {
    const { endpoint } = await useServer()
    const attempt = await useTransport(endpoint.replace('http:', 'https:')).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false, tls: true })
    expect('reason' in attempt && attempt.reason).not.toContain('sk_')
  })

  it('without anything in common is a TLS error', async () => {
    const port = await useListening(createTlsServer({}))
    const attempt = await useTransport(`https://127.0.0.1:${port}/`).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false, tls: true })
  })

  it('that breaks off in the handshake is no TLS error: the network failed', async () => {
    const { port } = await useTcpServer((socket) => {
      socket.once('data', () => socket.end())
    })
    const attempt = await useTransport(`https://127.0.0.1:${port}/`).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false, tls: false })
  })

  it('with a certificate that nobody vouches for is a TLS error', async () => {
    const pem = readFileSync(
      new URL('../support/self-signed-localhost.test-only.pem', import.meta.url),
    )
    const port = await useListening(createTlsServer({ key: pem, cert: pem }))
    const attempt = await useTransport(`https://localhost:${port}/`).post()
    expect(attempt).toMatchObject({ kind: 'failure', sent: false, tls: true })
    expect('reason' in attempt && attempt.reason).toContain('SELF_SIGNED')
  })

  it.each([false, true])(
    'speaks of HTTP/1.1 alone (in the background: %s)',
    async (isBackground) => {
      const offered: string[][] = []
      const pem = readFileSync(
        new URL('../support/self-signed-localhost.test-only.pem', import.meta.url),
      )
      const server = createTlsServer({
        key: pem,
        cert: pem,
        ALPNCallback: ({ protocols }) => {
          offered.push(protocols)
          return protocols.at(-1)
        },
      })
      const port = await useListening(server)
      await useTransport(`https://localhost:${port}/`, {
        createDispatcher: () =>
          createUndiciDispatcher({ connections: 10, connectTimeoutMillis: 10_000, isBackground }),
      }).post()
      expect(offered).toEqual([['http/1.1']])
    },
  )
})

describe('the dispatcher', () => {
  it('that is ours is made once, when first needed, and destroyed at the end', async () => {
    const { endpoint } = await useServer()
    let made = 0
    const { transport, post } = useTransport(endpoint, {
      createDispatcher: () => {
        made += 1
        return own()
      },
    })
    await transport.close()
    expect(made).toBe(0)
    await Promise.all([post(), post(), post()])
    expect(made).toBe(1)
    await transport.close()
    await transport.close()
  })

  it("that is the app's is left open", async () => {
    const { endpoint } = await useServer()
    const dispatcher = new Agent()
    const { transport, post } = useTransport(endpoint, { dispatcher })
    await post()
    await transport.close()
    expect(await post()).toMatchObject({ status: 200 })
    expect(dispatcher.destroyed).toBe(false)
    await dispatcher.destroy()
  })

  it('that is destroyed is a failure, not an exception', async () => {
    const { endpoint } = await useServer()
    const dispatcher = new Agent()
    await dispatcher.destroy()
    expect(await useTransport(endpoint, { dispatcher }).post()).toMatchObject({
      kind: 'failure',
      sent: false,
    })
  })

  it('that cannot be made is a failure, and closing works', async () => {
    const { transport, post } = useTransport('http://127.0.0.1:1/', {
      createDispatcher: () => Promise.reject(new TypeError('Invalid URL')),
    })
    expect(await post()).toMatchObject({ kind: 'failure', sent: false })
    await expect(transport.close()).resolves.toBeUndefined()
  })

  it('that could not be made is made anew for the next attempt', async () => {
    const { endpoint } = await useServer()
    let isBroken = true
    const { post } = useTransport(endpoint, {
      createDispatcher: () =>
        isBroken ? Promise.reject(new Error('EMFILE: too many open files')) : own(),
    })
    expect(await post()).toMatchObject({ kind: 'failure', sent: false })
    isBroken = false
    expect(await post()).toMatchObject({ kind: 'answer', status: 200 })
  })

  it('connects anew after it gave up a server that accepted no connection', async () => {
    const { endpoint, goOn } = await useBlackHole()
    const { post } = useTransport(endpoint, {
      createDispatcher: (connecting) =>
        createUndiciDispatcher({ connections: 1, connectTimeoutMillis: 10_000, connecting }),
    })
    expect(await post({ timeoutMillis: 100 })).toMatchObject({ kind: 'failure', sent: false })
    await settled()
    goOn()
    expect(await post()).toMatchObject({ kind: 'answer', status: 200 })
  })

  it('keeps connections: 10 charts over several rounds need at most 10', async () => {
    const { endpoint, requests, connections } = await useServer((response) =>
      response.end('{"accepted":true}'),
    )
    const { post } = useTransport(endpoint)
    for (let round = 0; round < 5; round += 1) {
      const posts = Array.from({ length: 10 }, (_, chart) => post({ key: `${round}-${chart}` }))
      await Promise.all(posts)
    }
    expect(requests).toHaveLength(50)
    expect(connections()).toBeLessThanOrEqual(10)
  })
})
