import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { SpikelogMetricExporter } from '@spikelog-otel/exporter'

/** Collects when it is told to. */
class Reader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

const instruments = 10
const attributeSets = 1000

/** Data points in each collection, half of them of counters, half of histograms. */
export const pointsPerCollection: number = 2 * instruments * attributeSets

/** Records 20 series of 1000 attribute sets and collects them as the exporter asks, so many times. */
export async function collectManyPoints(
  exporter: SpikelogMetricExporter,
  times: number,
): Promise<ResourceMetrics[]> {
  const reader = new Reader({
    aggregationSelector: (type) => exporter.selectAggregation(type),
    aggregationTemporalitySelector: (type) => exporter.selectAggregationTemporality(type),
  })
  const meter = new MeterProvider({ readers: [reader] }).getMeter('bench')
  const all = Array.from({ length: instruments }, (_, i) => ({
    counter: meter.createCounter(`requests.${i}`),
    histogram: meter.createHistogram(`duration.${i}`, { unit: 's' }),
  }))
  const collections: ResourceMetrics[] = []
  // The first one is left out: series begin in it, later they only go on.
  for (let time = 0; time <= times; time += 1) {
    for (const [i, { counter, histogram }] of all.entries()) {
      for (let set = 0; set < attributeSets; set += 1) {
        const attributes = { route: `/items/${set}`, method: 'GET', status: 200 + (set % 5) }
        counter.add(1 + set, attributes)
        histogram.record(Math.sqrt(set + i), attributes)
      }
    }
    const { resourceMetrics } = await reader.collect()
    if (time > 0) collections.push(resourceMetrics)
  }
  return collections
}
