import { createServer } from 'node:http'
import { onStop } from '../on-stop.ts'
import { createRequestListener } from './create-request-listener.ts'
import { Shop } from './shop.ts'

// The service: node --import ./src/telemetry.ts src/service/main.ts

const host = '127.0.0.1'
const server = createServer(createRequestListener(new Shop()))

server.listen(Number(process.env['PORT'] ?? 0), host, () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  console.log(`Shop on http://${host}:${port}`)
  // Tells the demo where to send its requests.
  process.send?.({ url: `http://${host}:${port}` })
})

// Answers what is in flight, takes no more; the process ends when nothing is left to do.
onStop(() => {
  server.close()
})
