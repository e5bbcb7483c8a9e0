/** What no server on `node:http` can do without: it reads the body, parses it and answers in JSON. */
import { createServer } from 'node:http'

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => {
    const { chart } = JSON.parse(Buffer.concat(chunks).toString()) as { chart: string }
    const body = JSON.stringify({ accepted: true, chart, points: 1 })
    const length = Buffer.byteLength(body)
    outgoing.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': length,
    })
    outgoing.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.(address.port)
})
