import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { runChecks } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { observeShop } from './check/observe-shop.ts'

// Runs the app twice, without and with Spikelog, and compares what the others receive.

const addition = [
  "import { createSpikelogReader } from '@spikelog-otel/exporter'",
  '    createSpikelogReader(),',
]

await runChecks(async (ok, defer) => {
  const [before = [], after = []] = await Promise.all(
    ['telemetry.ts', 'telemetry-with-spikelog.ts'].map(async (name) => {
      const file = new URL(name, import.meta.url)
      return (await readFile(file, 'utf8')).split('\n')
    }),
  )
  assert.deepEqual(
    after.filter((line) => !addition.includes(line)),
    before,
  )
  assert.equal(after.length, before.length + addition.length)
  ok('one line and its import are all that Spikelog adds to the set-up')

  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const [without, beside] = await Promise.all([
    observeShop('./src/telemetry.ts'),
    observeShop('./src/telemetry-with-spikelog.ts', {
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
    }),
  ])

  assert.equal(without.otlp.length, 3)
  assert.match(
    JSON.stringify(without.otlp[2]),
    /"orders".*"order\.value".*"baskets\.open".*"stock"/,
  )
  assert.deepEqual(beside.otlp, without.otlp)
  ok('the collector receives the same by OTLP, data point by data point')

  assert.equal(without.prometheus.length, 2)
  assert.match(without.prometheus[1] ?? '', /^orders_total\{payment_method="card".* 20$/m)
  assert.deepEqual(beside.prometheus, without.prometheus)
  ok('Prometheus scrapes the same, byte by byte')

  const charted = local.charts().map(({ chart, points, lastValue }) => [chart, points, lastValue])
  assert.deepEqual(
    new Set(charted),
    new Set([
      ['orders', 1, 40],
      ['order.value', 1, 23.5],
      ['baskets.open', 1, 0],
      ['stock', 1, 999],
    ]),
  )
  ok('Spikelog has one point on each chart: 40 orders of 23.5 on average')
})
