import assert from 'node:assert/strict'
import { runChecks } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { Instance } from './check/platform.ts'

// Invokes the handler many times on two instances that are frozen in between, and counts points.

const bucketMillis = 500

await runChecks(async (ok, defer) => {
  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const start = (name: string): Instance => {
    const instance = new Instance({
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_BUCKET_SECONDS: String(bucketMillis / 1000),
      // Tells the instances' points apart.
      SPIKELOG_PREFIX: name,
    })
    defer(() => instance.kill())
    return instance
  }
  const values = (chart: string): number[] => local.points(chart).map(({ value }) => value)
  const total = (chart: string): number => values(chart).reduce((sum, value) => sum + value, 0)

  const busy = start('busy')
  const idle = start('idle')
  await Promise.all([busy.ready(), idle.ready()])
  const startMillis = performance.now()
  for (let n = 0; n < 3; n += 1) await idle.invoke()
  const pointsBeforeFreeze = values('idle.invocations').length
  assert.deepEqual(await busy.invoke(), { thumbnail: '20x10' })
  while (values('busy.invocations').length < 4) await busy.invoke()
  const buckets = Math.ceil((performance.now() - startMillis) / bucketMillis)
  const points = values('busy.invocations').length
  assert.ok(busy.invocations > 10 * points)
  assert.ok(points <= buckets, `${points} points in ${buckets} buckets`)
  assert.equal(values('busy.pixels').length, points)
  ok(`${busy.invocations} invocations within ${buckets} buckets gave ${points} points a chart`)

  assert.equal(values('idle.invocations').length, pointsBeforeFreeze)
  await idle.invoke()
  assert.ok(total('idle.invocations') >= 3)
  assert.ok(values('idle.invocations').length <= pointsBeforeFreeze + 2)
  ok('an instance that was frozen for buckets posts what waited when it is invoked again')

  await idle.invoke()
  for (const instance of [busy, idle]) {
    assert.deepEqual(await instance.end(), { status: 0, stderr: '' })
  }
  assert.equal(total('busy.invocations'), busy.invocations)
  assert.equal(total('idle.invocations'), idle.invocations)
  assert.deepEqual(new Set([...values('busy.pixels'), ...values('idle.pixels')]), new Set([200]))
  ok(`nothing is lost at the end: ${busy.invocations + idle.invocations} invocations are charted`)
})
