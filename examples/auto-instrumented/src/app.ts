import { metrics } from '@opentelemetry/api'
import express from 'express'

// The app. Of OpenTelemetry it knows the API alone, and there is no set-up anywhere: the command
// line that starts it brings instrumentations and charts.
const meter = metrics.getMeter('kitchen')
const dishes = meter.createCounter('dishes', { description: 'Dishes served' })
const waiting = meter.createUpDownCounter('tables.waiting')

const app = express()

app.post('/tables', (_, response) => {
  waiting.add(1)
  response.sendStatus(201)
})

app.post('/dishes/:name', ({ params }, response) => {
  dishes.add(1, { name: params.name })
  waiting.add(-1)
  response.sendStatus(201)
})

const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  console.log(`Kitchen on http://127.0.0.1:${port}`)
})

// The auto-instrumentations listen to SIGTERM too, which takes away Node's default: an app has to
// end by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close()
  })
}
