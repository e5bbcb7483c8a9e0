import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import type { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { StoredPoints } from './stored-points.ts'

const counters = Array.from({ length: 6 }, (_, at) => `counter ${at}`)
const histograms = ['latency', 'size']
const attributeSets = Array.from({ length: 10 }, (_, set) => ({ route: `/${set}`, set }))

/** The SDK's reader, which collects when it is told to: a periodic one has a clock of its own. */
class ManualReader extends MetricReader {
  readonly #exporter: SpikelogMetricExporter

  constructor(exporter: SpikelogMetricExporter) {
    super({
      aggregationSelector: (type) => exporter.selectAggregation(type),
      aggregationTemporalitySelector: (type) => exporter.selectAggregationTemporality(type),
    })
    this.#exporter = exporter
  }

  async export(): Promise<void> {
    const { resourceMetrics } = await this.collect()
    this.#exporter.export(resourceMetrics, () => {})
  }

  protected onForceFlush(): Promise<void> {
    return this.#exporter.forceFlush()
  }

  protected onShutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}

/** An app with OpenTelemetry's SDK that fills ten charts, and knows what belongs on them. */
export class MeasuredApp {
  readonly provider: MeterProvider
  readonly #reader: ManualReader
  readonly #sums = new Map<string, number>()
  #level = 0
  #peak = 0
  #collections = 0
  readonly #measure: () => void

  constructor(exporter: SpikelogMetricExporter) {
    this.#reader = new ManualReader(exporter)
    this.provider = new MeterProvider({ readers: [this.#reader] })
    const meter = this.provider.getMeter('app')
    const counting = counters.map((name) => ({ name, counter: meter.createCounter(name) }))
    const recording = histograms.map((name) => meter.createHistogram(name))
    const level = meter.createUpDownCounter('level')
    const depth = meter.createGauge('depth')
    this.#measure = () => {
      for (const attributes of attributeSets) {
        for (const { name, counter } of counting) {
          counter.add(1 + attributes.set, attributes)
          this.#sums.set(name, (this.#sums.get(name) ?? 0) + 1 + attributes.set)
        }
        for (const histogram of recording) histogram.record(5, attributes)
      }
      level.add(1)
      this.#level += 1
      const value = (this.#collections * 7919) % 1000
      this.#peak = Math.max(this.#peak, value)
      depth.record(value)
    }
  }

  /** Measures, and collects as the reader of a bucket does. */
  async export(): Promise<void> {
    this.#measure()
    this.#collections += 1
    await this.#reader.export()
  }

  /** The charts that do not hold what they should. */
  findLost(points: StoredPoints): string[] {
    const wrong: string[] = []
    const see = (chart: string, found: number, expected: number): void => {
      if (found !== expected) wrong.push(`${chart}: ${found}, not ${expected}`)
    }
    for (const [chart, sum] of this.#sums) see(chart, points.of(chart, 'sum'), sum)
    for (const chart of histograms) see(chart, points.of(chart, 'last'), 5)
    see('level', points.of('level', 'last'), this.#level)
    see('depth', points.of('depth', 'max'), this.#peak)
    return wrong
  }
}
