import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics'
import type { AggregationOption, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { Random } from '../../support/campaign.ts'

/** Collects when it is told to. */
class Reader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

const instruments = 10
const attributeSets = 1000
const measurements = 20

/** Data points in each collection. */
export const histogramPoints: number = instruments * attributeSets

const explicit = AggregationType.EXPLICIT_BUCKET_HISTOGRAM

/** What a user's view may make of a histogram: the SDK's default boundaries, or exponential buckets. */
export const bucketKinds = {
  explicit: { type: explicit },
  exponential: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
} as const satisfies Record<string, AggregationOption>

/** Records latencies in milliseconds, 20 a data point, and collects delta histograms, so many times. */
export async function collectHistograms(
  kind: keyof typeof bucketKinds,
  times: number,
): Promise<ResourceMetrics[]> {
  const reader = new Reader({
    aggregationTemporalitySelector: () => AggregationTemporality.DELTA,
  })
  const views = [{ instrumentName: 'duration.*', aggregation: bucketKinds[kind] }]
  const meter = new MeterProvider({ readers: [reader], views }).getMeter('bench')
  const all = Array.from({ length: instruments }, (_, i) => meter.createHistogram(`duration.${i}`))
  const random = new Random(1)
  const collections: ResourceMetrics[] = []
  for (let time = 0; time < times; time += 1) {
    for (let i = 0; i < histogramPoints * measurements; i += 1) {
      const route = Math.floor(i / instruments) % attributeSets
      all[i % instruments]?.record(toLatency(random), { route })
    }
    collections.push((await reader.collect()).resourceMetrics)
  }
  return collections
}

/** About 100 ms, from 13 to 740. */
function toLatency(random: Random): number {
  const spread = random.next() + random.next() + random.next() + random.next() - 2
  return 100 * Math.exp(spread)
}
