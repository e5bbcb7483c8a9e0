import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Finished } from './fault.ts'

/** A server under another name, which remembers that somebody connected and all that it was sent. */
export async function useOtherHost(
  finished: Finished,
): Promise<{ url: string; received: () => string }> {
  let received = ''
  const server = createServer((socket: Socket) => {
    received += 'connected: '
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
    })
    socket.on('error', () => {})
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve)
  })
  finished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://localhost:${port}/api/v1/ingest`, received: () => received }
}
