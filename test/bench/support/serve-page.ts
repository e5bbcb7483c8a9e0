/** Serves a page with its script in a process of its own, packed ahead: the folder comes, the port goes. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const folder = process.argv[2] ?? '.'
const read = (file: string, contentType: string) => ({
  headers: { 'content-type': contentType, 'content-encoding': 'br' },
  body: brotliCompressSync(readFileSync(join(folder, file))),
})
const page = read('page.html', 'text/html; charset=utf-8')
const script = read('page.js', 'text/javascript; charset=utf-8')

const server = createServer(({ url }, outgoing) => {
  const { headers, body } = url === '/page.js' ? script : page
  outgoing.writeHead(200, { ...headers, 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.(address.port)
})
