/**
 * An app with the http and undici instrumentations that sends requests of its own between its
 * flushes, in a process of its own: instrumentations change modules for good. JSON in, JSON out.
 */
import type * as Http from 'node:http'
import { createRequire } from 'node:module'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici'
import {
  createAllowListAttributesProcessor,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { ResourceMetrics, ViewOptions } from '@opentelemetry/sdk-metrics'
import { chartViews, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'

/** What the app is told. */
export interface InstrumentedAppOptions {
  readonly exporter: SpikelogExporterOptions
  /** Which views its provider has: none, ours, or one that drops the server's address and port. */
  readonly views: 'none' | 'chartViews' | 'address dropped'
  /** Where it sends requests; each flush comes after one by `node:http` and one by `fetch`. */
  readonly foreignUrl: string
  readonly flushes: number
}

/** What it tells. */
export interface InstrumentedAppReport {
  readonly lines: readonly string[]
  /** Requests of `http.client.request.duration` as our exporter got them, by address and port. */
  readonly requests: Readonly<Record<string, number>>
  readonly dropped: Readonly<Record<string, number>>
}

const options: InstrumentedAppOptions = JSON.parse(process.argv[2] ?? '')
const lines: string[] = []
const requests: Record<string, number> = {}

const note = (message: string): void => {
  lines.push(message)
}
const exporter = new SpikelogMetricExporter(options.exporter, {
  logger: { error: note, warn: note, info: note, debug: () => {} },
})
const reader = new PeriodicExportingMetricReader({
  exporter: {
    export(metrics, done) {
      count(metrics)
      exporter.export(metrics, done)
    },
    selectAggregation: (type) => exporter.selectAggregation(type),
    selectAggregationTemporality: (type) => exporter.selectAggregationTemporality(type),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  },
})
const provider = new MeterProvider({ views: toViews(), readers: [reader] })
registerInstrumentations({
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
  meterProvider: provider,
})
// Loaded now, so that the instrumentation sees it.
const http: typeof Http = createRequire(import.meta.url)('node:http')

for (let flush = 0; flush < options.flushes; flush += 1) {
  await getByHttp(options.foreignUrl)
  await (await fetch(options.foreignUrl)).text()
  await provider.forceFlush()
}
await provider.forceFlush()
const { dropped } = exporter.health()
await provider.shutdown()
const report: InstrumentedAppReport = { lines, requests, dropped }
process.stdout.write(JSON.stringify(report))

function toViews(): ViewOptions[] {
  switch (options.views) {
    case 'none':
      return []
    case 'chartViews':
      return chartViews(options.exporter.charts ?? [])
    case 'address dropped':
      return [
        {
          instrumentName: 'http.client.*',
          attributesProcessors: [createAllowListAttributesProcessor(['http.request.method'])],
        },
      ]
  }
}

function getByHttp(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .get(url, (response) => {
        response.resume().on('end', resolve)
      })
      .on('error', reject)
  })
}

function count({ scopeMetrics }: ResourceMetrics): void {
  const metrics = scopeMetrics.flatMap((scope) => scope.metrics)
  for (const { descriptor, dataPoints } of metrics) {
    if (descriptor.name !== 'http.client.request.duration') continue
    for (const { attributes, value } of dataPoints) {
      const key = `${String(attributes['server.address'])}:${String(attributes['server.port'])}`
      if (typeof value === 'object') requests[key] = (requests[key] ?? 0) + value.count
    }
  }
}
