import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { NodeSDK } from '@opentelemetry/sdk-node'

// What an app has already: metrics go to a collector (OTLP) and are scraped (Prometheus).
const { env } = process

const sdk = new NodeSDK({
  serviceName: 'shop',
  metricReaders: [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: Number(env['OTEL_METRIC_EXPORT_INTERVAL'] ?? 60_000),
    }),
    new PrometheusExporter({ port: Number(env['OTEL_EXPORTER_PROMETHEUS_PORT'] ?? 9464) }),
  ],
})
sdk.start()

// When the app has nothing left to do, what it measured last goes out.
process.once('beforeExit', () => {
  void sdk.shutdown()
})
