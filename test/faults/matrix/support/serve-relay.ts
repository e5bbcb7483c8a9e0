/** A server in a process of its own that carries bytes to a port; the port it listens on goes out. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { relay } from './use-relay.ts'

const target = Number(process.argv[2])
const server = createServer((socket) => relay(socket, target))
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.send?.((server.address() as AddressInfo).port)
})
