import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A stretch of network between a page and the server. */
export interface Proxy {
  readonly url: string
  /** Bytes that came through, as TCP carries them. */
  readonly bytes: { down: number; up: number }
  /** Breaks all connections. */
  readonly cut: () => void
}

/** Opens another way to a server, on a port of its own, which counts and can be cut. */
export async function useProxy(target: string): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const bytes = { down: 0, up: 0 }
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1')
    for (const [from, to, way] of [
      [near, far, 'up'],
      [far, near, 'down'],
    ] as const) {
      sockets.add(from)
      from.on('data', (piece: Buffer) => (bytes[way] += piece.length))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    cut()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, bytes, cut }
}
