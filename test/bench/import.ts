/**
 * What it costs an app to import the exporter: time and memory beside the SDK that it imports anyway,
 * and beside what the OTLP exporters add to that. Of the packages as they are published, each time in
 * a fresh process, in turns.
 */
import { writeFileSync } from 'node:fs'
import { formats } from '../compat/support/run-app.ts'
import type { Format } from '../compat/support/run-app.ts'
import { createPackedInstall } from './support/packed-install.ts'
import { quantile } from './support/quantile.ts'
import { reportRow } from './support/report-row.ts'
import { runInTurns } from './support/run-in-turns.ts'

const rounds = 40
/** What the exporter may add to the SDK alone. */
const maxRatio = 1.1

const sdk = '@opentelemetry/sdk-metrics'
const imports = {
  sdk: [sdk],
  ours: [sdk, '@spikelog-otel/exporter'],
  otlpHttp: [sdk, '@opentelemetry/exporter-metrics-otlp-http'],
  otlpProto: [sdk, '@opentelemetry/exporter-metrics-otlp-proto'],
}
type Name = keyof typeof imports

/** What a program says of its imports. */
interface Measured {
  readonly millis: number
  readonly cpuMillis: number
  readonly heapBytes: number
  readonly residentBytes: number
}

/** Writes an app that imports as apps do, and one around it that measures that. */
function writePrograms(folder: string, format: Format, name: Name): string {
  const isEsm = format === 'ESM'
  const extension = isEsm ? 'mjs' : 'cjs'
  const lines = imports[name].map((from) => (isEsm ? `import '${from}'` : `require('${from}')`))
  writeFileSync(`${folder}/${name}-app.${extension}`, lines.join('\n'))
  const file = `${folder}/${name}.${extension}`
  const load = `${isEsm ? 'await import' : 'require'}('./${name}-app.${extension}')`
  const code = `
    const start = performance.now()
    const before = process.cpuUsage()
    ${load}
    const millis = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    globalThis.gc()
    const { heapUsed: heapBytes, rss: residentBytes } = process.memoryUsage()
    const cpuMillis = (user + system) / 1000
    console.log(JSON.stringify({ millis, cpuMillis, heapBytes, residentBytes }))
  `
  writeFileSync(file, code)
  return file
}

const mebibyte = 2 ** 20
const figures = {
  time: { of: ({ millis }: Measured) => millis, unit: 'ms' },
  CPU: { of: ({ cpuMillis }: Measured) => cpuMillis, unit: 'ms' },
  heap: { of: ({ heapBytes }: Measured) => heapBytes / mebibyte, unit: 'MiB' },
  'resident memory': { of: ({ residentBytes }: Measured) => residentBytes / mebibyte, unit: 'MiB' },
}
const others = { ours: 'the exporter', otlpHttp: 'OTLP/HTTP', otlpProto: 'OTLP/protobuf' } as const

const folder = await createPackedInstall()
for (const format of formats) {
  const names = Object.keys(imports) as Name[]
  const files = Object.fromEntries(
    names.map((name) => [name, writePrograms(folder, format, name)]),
  ) as Record<Name, string>
  const runs = runInTurns<Name, Measured>(files, { rounds, nodeArgs: ['--expose-gc'] })
  for (const [figure, { of, unit }] of Object.entries(figures)) {
    const show = (name: Name): string => `${quantile(runs[name].map(of), 0.5).toFixed(1)} ${unit}`
    const ratios = (name: Name): number[] =>
      runs[name].map((run, round) => of(run) / of(runs.sdk[round] ?? run))
    for (const name of Object.keys(others) as (keyof typeof others)[]) {
      reportRow({
        what: `import of the SDK and ${others[name]}, ${format}: ${figure}`,
        ours: show(name),
        beside: `SDK alone: ${show('sdk')}`,
        figures: ratios(name),
        ...(name === 'ours' && { bound: { atMost: maxRatio } }),
      })
    }
  }
}
