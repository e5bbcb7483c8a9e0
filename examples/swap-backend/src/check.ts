import assert from 'node:assert/strict'
import {
  AppProcess,
  findFreePort,
  parsePrometheus,
  runChecks,
  startOtlpReceiver,
} from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { readOtlp, readPrometheus, readSpikelog } from './check/read-numbers.ts'

// Runs the app three times with the same input, and reads the same numbers from three backends.

const input = ['put 12', 'put 30.5', 'delete 12', 'put 7', 'put 0.5', 'delete 7']
const expected = { changes: 6, averageSize: 69 / 6, storageUsed: 31 }

/** Runs the app on a backend; `beforeEnd` is called when it has done all and still runs. */
async function runApp(env: NodeJS.ProcessEnv, beforeEnd?: () => Promise<void>): Promise<void> {
  const app = new AppProcess({ args: ['--import', './src/telemetry.ts', 'src/app.ts'], env })
  app.write(`${input.join('\n')}\n`)
  await app.printed(/^6 done$/m)
  await beforeEnd?.()
  app.endInput()
  const { status, stderr } = await app.ended()
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
}

await runChecks(async (ok, defer) => {
  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  await runApp({
    METRICS_BACKEND: 'spikelog',
    SPIKELOG_API_KEY: local.apiKey,
    SPIKELOG_ENDPOINT: local.endpoint,
  })
  assert.deepEqual(readSpikelog(local), expected)
  ok('Spikelog: 6 changes of 11.5 MB on average, 31 MB used')

  const receiver = await startOtlpReceiver()
  defer(() => receiver.close())
  await runApp({ METRICS_BACKEND: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })
  assert.deepEqual(readOtlp(receiver.newest()), expected)
  ok('OTLP: the same numbers')

  const port = await findFreePort()
  const env = { METRICS_BACKEND: 'prometheus', OTEL_EXPORTER_PROMETHEUS_PORT: String(port) }
  let page = ''
  await runApp(env, async () => {
    // A connection that is kept alive would hold up the end of the app.
    const headers = { connection: 'close' }
    page = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text()
  })
  assert.deepEqual(readPrometheus(parsePrometheus(page)), expected)
  ok('Prometheus: the same numbers')

  const typo = new AppProcess({
    args: ['--import', './src/telemetry.ts', 'src/app.ts'],
    env: { METRICS_BACKEND: 'promehteus' },
  })
  const { status, stderr } = await typo.ended()
  assert.equal(status, 1)
  assert.match(stderr, /one of spikelog, otlp, prometheus, got "promehteus"/)
  ok('a backend that does not exist is said when the app starts')
})
