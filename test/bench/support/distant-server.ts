/**
 * Brings distance to a server on this machine: a TCP proxy that hands each piece on only after its
 * delay, either way. A new connection waits for a round trip more, as its handshake would. Arguments:
 * the server's port and the delay one way, in milliseconds. Sends its own port.
 */
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const [targetPort, delayMillis] = process.argv.slice(2).map(Number) as [number, number]

/** Hands on what comes from one socket, in order, each piece once its time has come. */
function handOn(from: Socket, to: Socket, startMillis: number): void {
  let last: Promise<unknown> = Promise.resolve()
  const later = (run: () => void): void => {
    const dueMillis = Math.max(performance.now(), startMillis) + delayMillis
    last = last.then(() => sleep(Math.max(dueMillis - performance.now(), 0))).then(run)
  }
  from.setNoDelay(true)
  from.on('data', (piece: Buffer) => later(() => to.write(piece)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
}

const server = createServer({ allowHalfOpen: true }, (near) => {
  const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
  handOn(near, far, performance.now() + 2 * delayMillis)
  handOn(far, near, 0)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.(address.port)
})
