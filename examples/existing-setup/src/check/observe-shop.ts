import assert from 'node:assert/strict'
import {
  AppProcess,
  findFreePort,
  startOtlpReceiver,
  until,
} from '@spikelog-otel-examples/check-support'
import type { OtlpMetric } from '@spikelog-otel-examples/check-support'

/** What OTLP and Prometheus had received after each wave of orders, and OTLP at the end. */
export interface Observation {
  readonly otlp: readonly (readonly OtlpMetric[])[]
  readonly prometheus: readonly string[]
}

const waves = 2
const ordersAWave = 20

/** Runs the shop with a set-up, sends it the same orders every time, and ends it. */
export async function observeShop(
  telemetry: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Observation> {
  const receiver = await startOtlpReceiver()
  const prometheusPort = await findFreePort()
  const shop = new AppProcess({
    args: ['--import', telemetry, 'src/shop.ts'],
    env: {
      ...env,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_PROMETHEUS_PORT: String(prometheusPort),
      // Often enough for a check.
      OTEL_METRIC_EXPORT_INTERVAL: '200',
      // Metrics alone, without the attributes that differ from process to process.
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
    },
  })
  try {
    const url = await shop.printed(/Shop on (\S+)/)
    const otlp: (readonly OtlpMetric[])[] = []
    const prometheus: string[] = []
    for (let wave = 1; wave <= waves; wave += 1) {
      await order(url)
      await until(`the export of wave ${wave}`, () =>
        countOrders(receiver.newest()) === wave * ordersAWave ? true : undefined,
      )
      otlp.push(withoutTimes(receiver.newest()))
      prometheus.push(await scrape(prometheusPort))
    }
    shop.signal('SIGTERM')
    const { status, stderr } = await shop.ended()
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
    return { otlp: [...otlp, withoutTimes(receiver.newest())], prometheus }
  } finally {
    shop.signal('SIGKILL')
    receiver.close()
  }
}

/** One request after the other, so that attribute sets appear in the same order every time. */
async function order(url: string): Promise<void> {
  for (let n = 0; n < ordersAWave; n += 1) {
    const by = n % 2 === 0 ? 'card' : 'invoice'
    await fetch(`${url}/baskets`, { method: 'POST' })
    await fetch(`${url}/orders?by=${by}&value=${n * 2 + 4.5}`, { method: 'POST' })
  }
}

async function scrape(port: number): Promise<string> {
  // A connection that is kept alive would hold up the end of the app.
  const headers = { connection: 'close' }
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers })
  return response.text()
}

function countOrders(exported: readonly OtlpMetric[]): number {
  const points = exported.find(({ name }) => name === 'orders')?.sum?.dataPoints ?? []
  return points.reduce((sum, { asDouble, asInt }) => sum + Number(asDouble ?? asInt), 0)
}

/** The same but for the times, which differ from run to run. */
function withoutTimes(exported: readonly OtlpMetric[]): OtlpMetric[] {
  const times = new Set(['startTimeUnixNano', 'timeUnixNano'])
  return JSON.parse(
    JSON.stringify(exported, (name, value: unknown) => (times.has(name) ? 'time' : value)),
  ) as OtlpMetric[]
}
