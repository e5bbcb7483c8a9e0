import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppProcess, findFreePort, runChecks, until } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { Customers } from './check/customers.ts'

// Orders from four workers at once, with buckets of 2 s: first in peace, then while workers are
// killed, and at last after a restart.

const bucketMillis = 2000
/** Of one that is over in no run. */
const longBucketMillis = 3_600_000

const stop = async (running: AppProcess): Promise<void> => {
  running.signal('SIGTERM')
  assert.deepEqual(await running.ended(), { status: 0, stdout: '', stderr: '' })
}

await runChecks(async (ok, defer) => {
  const folder = await mkdtemp(join(tmpdir(), 'worker-and-cluster-'))
  defer(() => rm(folder, { recursive: true }))
  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const port = await findFreePort()
  const start = (ofMillis = bucketMillis): AppProcess =>
    new AppProcess({
      args: ['src/main.ts'],
      env: {
        PORT: String(port),
        SPIKELOG_API_KEY: local.apiKey,
        SPIKELOG_ENDPOINT: local.endpoint,
        SPIKELOG_STORE: join(folder, 'spikelog.sqlite'),
        SPIKELOG_BUCKET_SECONDS: String(ofMillis / 1000),
      },
    })
  const points = (chart: string): number[] => local.points(chart).map(({ value }) => value)
  const charted = (): number => points('orders').reduce((sum, value) => sum + value, 0)
  const bucketsSince = (millis: number): number => (performance.now() - millis) / bucketMillis

  const app = start()
  const customers = new Customers(`http://127.0.0.1:${port}`)
  let startMillis = performance.now()
  await until('four workers to listen', async () => {
    // They may take a while to start.
    if (customers.confirmed === 0) startMillis = performance.now()
    await customers.order()
    return customers.workers.size === 4 || undefined
  })
  await customers.orderFor(3 * bucketMillis)
  const ordered = bucketsSince(startMillis)
  // Nothing is measured any more: the workers close the last bucket by their timers.
  await until('all orders to be charted', () => charted() >= customers.confirmed || undefined)
  assert.ok(charted() <= customers.confirmed + customers.unanswered)
  const got = points('orders').length
  const told = `${got} points of ${ordered} buckets`
  assert.ok(got <= bucketsSince(startMillis) + 1, told)
  assert.ok(got >= Math.floor(ordered) - 2, told)
  ok(`${customers.confirmed} orders of 4 workers: the sum of the chart is exact`)
  ok(`they made ${points('orders').length} points: one every ${bucketMillis / 1000} s`)
  for (const value of points('order amount')) assert.equal(value, 25)
  ok('averages are those of all workers')

  const ordering = customers.orderFor(3 * bucketMillis)
  const kills = 4
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(bucketMillis / 2)
    const pid = await until('a worker', () => customers.lastWorker)
    process.kill(pid, 'SIGKILL')
  }
  await ordering
  await until('what was confirmed', () => charted() >= customers.confirmed || undefined)
  assert.ok(charted() <= customers.confirmed + customers.unanswered)
  ok(`${kills} workers killed: of ${customers.confirmed} confirmed orders none is missing`)

  await stop(app)
  const before = charted()
  // Nobody knows of these whether they count; they may be in the file still.
  const unknown = customers.confirmed + customers.unanswered - before
  const short = start(longBucketMillis)
  await until('the next start to listen', async () => (await customers.order()) || undefined)
  for (let order = 1; order < 5; order += 1) assert.ok(await customers.order())
  await stop(short)
  assert.equal(charted(), before)
  const last = start()
  await until('the last start to post them', () => charted() >= before + 5 || undefined)
  assert.ok(charted() <= before + 5 + unknown)
  ok('all stopped: 5 orders of an open bucket are in the file, and the next start posts them')
  last.signal('SIGTERM')
  assert.equal((await last.ended()).stderr, '')
})
