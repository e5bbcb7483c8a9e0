/** What an OTLP receiver cannot do without: it reads the body and answers 200. A GET tells how many came. */
import { createServer } from 'node:http'

let received = 0
const server = createServer((incoming, outgoing) => {
  incoming.resume()
  incoming.on('end', () => {
    if (incoming.method === 'POST') received += 1
    outgoing.writeHead(200, { 'content-type': 'application/json' })
    outgoing.end(incoming.method === 'POST' ? '{}' : JSON.stringify(received))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.(address.port)
})
