import { once } from 'node:events'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** Serves one page of another site: `localhost` instead of 127.0.0.1, on a port of its own. */
export async function useSite(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const html = `<!doctype html><html lang="en"><title>Another site</title><link rel="icon" href="data:,"><body>${body}`
  const server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `http://localhost:${typeof address === 'object' ? address?.port : undefined}`
}
