import { metrics } from '@opentelemetry/api'
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { createSpikelogReader } from '@spikelog-otel/exporter'

// The set-up: all that knows of backends. Load it before the app with `--import`.
const { env } = process

const backends = {
  // SPIKELOG_API_KEY, and others of its variables
  spikelog: () => createSpikelogReader(),
  // OTEL_EXPORTER_OTLP_ENDPOINT, and others of its variables
  otlp: () => new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
  prometheus: () =>
    new PrometheusExporter({ port: Number(env['OTEL_EXPORTER_PROMETHEUS_PORT'] ?? 9464) }),
}

const name = env['METRICS_BACKEND'] ?? 'spikelog'
const backend = Object.entries(backends).find(([known]) => known === name)?.[1]
if (backend === undefined) {
  const known = Object.keys(backends).join(', ')
  throw new Error(`Expected METRICS_BACKEND to be one of ${known}, got "${name}".`)
}

const meterProvider = new MeterProvider({ readers: [backend()] })
metrics.setGlobalMeterProvider(meterProvider)

// When the app has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void meterProvider.shutdown()
})
