import { SpikelogMetricExporter } from '@spikelog-otel/exporter'

/** The exporter as users have it, with a bucket that does not end while a bench runs: nothing is posted. */
export function createIdleExporter(charts?: readonly string[]): SpikelogMetricExporter {
  return new SpikelogMetricExporter({
    apiKey: 'sk_bench',
    endpoint: 'http://127.0.0.1:9/',
    bucketMillis: 86_400_000,
    maxCharts: 20,
    ...(charts && { charts }),
  })
}
