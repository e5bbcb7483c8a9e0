import { createServer } from 'node:http'
import { metrics } from '@opentelemetry/api'
import { meterProvider } from './telemetry.ts'

metrics.setGlobalMeterProvider(meterProvider)
const meter = metrics.getMeter('shop')
const orders = meter.createCounter('orders')
const amount = meter.createHistogram('order amount')

// The workers share the port: the primary hands each connection to one of them.
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  orders.add(1)
  amount.record(Number(searchParams.get('amount') ?? 1))
  // Puts both into the file before the order is confirmed, so that they outlive a worker that is
  // killed. It takes milliseconds, but once a bucket, when one of the workers posts.
  void meterProvider.forceFlush().then(() => response.end(`confirmed by ${process.pid}\n`))
})
server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1')

process.once('SIGTERM', () => {
  server.close(() => {
    // Posts what is over. The rest is in the file, for the workers of the next start.
    void meterProvider.shutdown().then(() => process.exit())
  })
  server.closeIdleConnections()
})
