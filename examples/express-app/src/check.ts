import assert from 'node:assert/strict'
import { AppProcess, runChecks, until } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'

// Runs the app as a user does, sends it real requests, and holds them against the charts.

const orderValues = [12, 99.5, 20, 3.5, 45]

await runChecks(async (ok, defer) => {
  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const app = new AppProcess({
    args: ['--import', './src/telemetry.ts', 'src/app.ts'],
    env: {
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      // Two seconds stand for five minutes.
      SPIKELOG_BUCKET_SECONDS: '2',
      // Express prints stack traces in development.
      NODE_ENV: 'test',
    },
  })
  defer(() => app.signal('SIGKILL'))
  const url = await app.printed(/Shop on (\S+)/)

  const statuses: number[] = []
  const request = async (method: string, path: string, body?: object): Promise<void> => {
    const json = body && { body: JSON.stringify(body) }
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url + path, { method, headers, ...json })
    await response.arrayBuffer()
    statuses.push(response.status)
  }
  for (const value of orderValues) await request('POST', '/orders', { value })
  await request('POST', '/orders', { value: -1 })
  for (const password of ['guess', 'swordfish', 'guess again', 'a last guess']) {
    await request('POST', '/login', { password })
  }
  await request('GET', '/report')
  assert.deepEqual(statuses, [201, 201, 201, 201, 201, 400, 401, 204, 401, 401, 500])
  ok('the app answered 11 requests as it should')

  await until('a first point of each chart', () => (local.charts().length === 7 ? true : undefined))
  ok('seven charts have points while the app runs')

  await request('POST', '/orders', { value: 20 })
  app.signal('SIGTERM')
  const { status, stderr } = await app.ended()
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })

  const values = (chart: string): number[] => local.points(chart).map(({ value }) => value)
  const total = (chart: string): number => values(chart).reduce((sum, value) => sum + value, 0)
  assert.equal(total('orders'), 6)
  assert.equal(total('revenue'), 200)
  assert.equal(Math.max(...values('largest order')), 99.5)
  assert.equal(total('failed logins'), 3)
  ok('the charts of the app hold 6 orders of 200 USD, and 3 failed logins')

  assert.equal(total('requests'), 12)
  assert.equal(total('server errors'), 1)
  for (const value of values('response time p95 (ms)')) assert.ok(value > 0 && value < 5000)
  ok('the charts of the instrumentation hold 12 requests, one of them failed')

  assert.equal(
    local.requests().received,
    local.charts().reduce((sum, { points }) => sum + points, 0),
  )
  ok('every post was a point: nothing was refused')
})
