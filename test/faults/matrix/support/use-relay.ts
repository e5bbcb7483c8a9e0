import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Finished } from './fault.ts'

/** Carries bytes between a connection and a port of this machine. */
export function relay(socket: Socket, port: number): Socket {
  const upstream = connect(port, '127.0.0.1')
  socket.on('error', () => upstream.destroy())
  upstream.on('error', () => socket.destroy())
  socket.on('close', () => upstream.destroy())
  upstream.on('close', () => socket.destroy())
  socket.pipe(upstream).pipe(socket)
  return upstream
}

/** A server on the way to another, which treats each connection as it is told. */
export async function useRelay(
  finished: Finished,
  treat: (socket: Socket) => void,
): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    treat(socket)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  finished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}
