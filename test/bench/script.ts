/**
 * A whole cron script, from the start of Node to its end: it imports, records three numbers, and
 * shuts down, by when they are delivered to a server on this machine. Beside the same script with the
 * OTLP/HTTP exporter, and beside one that sends one number with `fetch` and has no OpenTelemetry. Of
 * the packages as they are published, in turns. With undici, as with `fetch`, a script also waits at
 * its end for V8, which optimizes the parser of answers (WebAssembly) behind its back: some 30 ms.
 */
import { writeFileSync } from 'node:fs'
import { formats } from '../compat/support/run-app.ts'
import type { Format } from '../compat/support/run-app.ts'
import { createPackedInstall } from './support/packed-install.ts'
import { startPinnedServer } from './support/pinned-server.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'
import { runInTurns } from './support/run-in-turns.ts'

const rounds = 40
/** How much longer it may take than with the OTLP/HTTP exporter. */
const maxRatio = 1.1

const sdk = '@opentelemetry/sdk-metrics'

/** A script that measures with the SDK. */
const measuring = (imports: Readonly<Record<string, string>>, reader: string) => ({
  imports,
  code: `
    const provider = new MeterProvider({ readers: [${reader}] })
    const meter = provider.getMeter('nightly')
    meter.createCounter('orders').add(42)
    meter.createGauge('stock').record(7)
    meter.createHistogram('import.seconds').record(1.5)
    provider.shutdown()`,
})
const scripts = {
  ours: measuring(
    { [sdk]: 'MeterProvider', '@spikelog-otel/exporter': 'createSpikelogReader' },
    'createSpikelogReader()',
  ),
  otlp: measuring(
    {
      [sdk]: 'MeterProvider, PeriodicExportingMetricReader',
      '@opentelemetry/exporter-metrics-otlp-http': 'OTLPMetricExporter',
    },
    'new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })',
  ),
  fetch: {
    imports: {},
    code: `
    fetch(process.env.SPIKELOG_ENDPOINT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': process.env.SPIKELOG_API_KEY },
      body: JSON.stringify({ chart: 'fetched', value: 42 }),
    }).then((response) => response.text())`,
  },
}
type Name = keyof typeof scripts
const names = Object.keys(scripts) as Name[]

function writeScript(folder: string, format: Format, name: Name): string {
  const { imports, code } = scripts[name]
  const isEsm = format === 'ESM'
  const lines = Object.entries(imports).map(([from, what]) =>
    isEsm ? `import { ${what} } from '${from}'` : `const { ${what} } = require('${from}')`,
  )
  const file = `${folder}/${name}.${isEsm ? 'mjs' : 'cjs'}`
  const usage = `
    process.once('exit', () => {
      const { user, system } = process.cpuUsage()
      console.log(JSON.stringify({ cpuMillis: (user + system) / 1000 }))
    })`
  writeFileSync(file, `${lines.join('\n')}${code}${usage}\n`)
  return file
}

const folder = await createPackedInstall()
const local = await startPinnedServer(new URL('../support/serve-local.ts', import.meta.url))
const receiver = await startPinnedServer(new URL('support/otlp-receiver.ts', import.meta.url))
const [localUrl, receiverUrl] = [local, receiver].map(({ port }) => `http://127.0.0.1:${port}`)
const env = {
  SPIKELOG_API_KEY: 'sk_local',
  SPIKELOG_ENDPOINT: `${localUrl}/api/v1/ingest`,
  OTEL_EXPORTER_OTLP_ENDPOINT: receiverUrl,
}

for (const format of formats) {
  const files = Object.fromEntries(
    names.map((name) => [name, writeScript(folder, format, name)]),
  ) as Record<Name, string>
  const runs = runInTurns<Name, { readonly cpuMillis: number }>(files, { rounds, env })
  for (const [figure, label] of [
    ['wallMillis', 'time'],
    ['cpuMillis', 'CPU'],
  ] as const) {
    const show = (name: Name): string =>
      `${quantile(
        runs[name].map((run) => run[figure]),
        0.5,
      ).toFixed(0)} ms`
    for (const [name, other] of [
      ['otlp', 'OTLP/HTTP'],
      ['fetch', '`fetch`'],
    ] as const) {
      reportRow({
        what: `a whole script, ${format}: ${label}`,
        ours: show('ours'),
        beside: `${other}: ${show(name)}`,
        figures: runs.ours.map((run, round) => run[figure] / (runs[name][round] ?? run)[figure]),
        ...(name === 'otlp' && { bound: { atMost: maxRatio } }),
      })
    }
  }
}

// What arrived: a script that sends nothing is quick.
const expected = formats.length * (rounds + 1)
const headers = { 'x-api-key': 'sk_local' }
for (const chart of ['orders', 'stock', 'import.seconds', 'fetched']) {
  const answer = await fetch(`${localUrl}/api/v1/charts/${chart}/points`, { headers })
  const { points } = (await answer.json()) as { points: readonly unknown[] }
  if (points.length !== expected)
    throw new Error(`${chart}: ${points.length} of ${expected} points`)
}
const received = await (await fetch(receiverUrl ?? '')).json()
if (received !== expected) throw new Error(`OTLP: ${String(received)} of ${expected} exports`)
await Promise.all([local.stop(), receiver.stop()])
