import { createServer } from 'node:http'
import { metrics } from '@opentelemetry/api'

// The app. It knows OpenTelemetry's API and nothing of where its numbers go.
const meter = metrics.getMeter('shop')
const orders = meter.createCounter('orders', { description: 'Orders placed' })
const orderValue = meter.createHistogram('order.value', {
  unit: 'USD',
  advice: { explicitBucketBoundaries: [10, 25, 50, 100] },
})
const baskets = meter.createUpDownCounter('baskets.open')
const stock = meter.createGauge('stock', { description: 'Items left' })

let left = 1000

/** POST /baskets opens a basket, POST /orders?value=…&by=card sells it. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'POST' && pathname === '/baskets') {
    baskets.add(1)
  } else if (request.method === 'POST' && pathname === '/orders') {
    const attributes = { 'payment.method': searchParams.get('by') ?? 'card' }
    orders.add(1, attributes)
    orderValue.record(Number(searchParams.get('value') ?? 0), attributes)
    baskets.add(-1)
    left -= 1
    stock.record(left)
  } else {
    response.statusCode = 404
  }
  response.end()
})

server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  console.log(`Shop on http://127.0.0.1:${port}`)
})

// Without a server nothing keeps the process alive, and the telemetry shuts down.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close()
  })
}
