import { metrics } from '@opentelemetry/api'
import express from 'express'

// The app. It knows OpenTelemetry's API and nothing of where its numbers go.
const meter = metrics.getMeter('shop')
const orders = meter.createCounter('orders', { description: 'Orders placed' })
const orderValue = meter.createHistogram('order.value', { unit: 'USD' })
const logins = meter.createCounter('logins', { description: 'Attempts to log in' })

const app = express()
app.use(express.json())

app.post('/orders', (request, response) => {
  const { value } = request.body as { value?: unknown }
  if (typeof value !== 'number' || value <= 0) {
    response.status(400).json({ error: 'Expected `value` to be a positive number.' })
    return
  }
  orders.add(1)
  orderValue.record(value)
  response.status(201).json({ value })
})

app.post('/login', (request, response) => {
  const { password } = request.body as { password?: unknown }
  const success = password === 'swordfish'
  logins.add(1, { success })
  response.sendStatus(success ? 204 : 401)
})

app.get('/report', () => {
  throw new Error('There is no report yet.')
})

const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
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
