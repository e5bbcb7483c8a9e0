import { createServer, request as requestHttp } from 'node:http'
import { connect } from 'node:net'
import { useListening } from './use-server.ts'

/**
 * A proxy that reaches one server of this machine under any name it is asked for: by a tunnel
 * (CONNECT) or by forwarding a request with an absolute URL. Remembers the names.
 */
export async function useForwardProxy(
  port: number,
): Promise<{ address: string; targets: string[] }> {
  const targets: string[] = []
  const server = createServer((request, response) => {
    const { hostname, pathname, search } = new URL(request.url ?? '')
    targets.push(hostname)
    const { method, headers } = request
    const forwarded = requestHttp(
      { host: '127.0.0.1', port, method, path: `${pathname}${search}`, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      },
    )
    request.pipe(forwarded)
  })
  server.on('connect', (request, socket, head) => {
    targets.push(String(request.url).split(':')[0] ?? '')
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  const proxyPort = await useListening(server)
  return { address: `http://127.0.0.1:${proxyPort}`, targets }
}
