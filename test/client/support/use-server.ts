import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** Listens on a port of the system's choice; closes with the test. */
export async function useListening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return (server.address() as AddressInfo).port
}

/** An HTTP server that answers by `respond`, once the body is in. */
export async function useServer(
  respond: (response: ServerResponse, request: SeenRequest) => void = (response) => response.end(),
): Promise<{ endpoint: string; requests: SeenRequest[]; connections: () => number }> {
  const requests: SeenRequest[] = []
  let connections = 0
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const seen = { method, url, headers, body }
      requests.push(seen)
      respond(response, seen)
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  const port = await useListening(server)
  return {
    endpoint: `http://127.0.0.1:${port}/api/v1/ingest`,
    requests,
    connections: () => connections,
  }
}

/** A TCP server that does to each connection what `treat` says. */
export async function useTcpServer(
  treat: (socket: Socket) => void,
): Promise<{ port: number; endpoint: string; received: () => string }> {
  let received = ''
  const server = createTcpServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      received += text
    })
    treat(socket)
  })
  const port = await useListening(server)
  return { port, endpoint: `http://127.0.0.1:${port}/ingest`, received: () => received }
}
