import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { AggregationOption } from '@opentelemetry/sdk-metrics'
import { chartViews, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../requirements.ts'
import { firstSeed, rounds } from '../support/campaign.ts'
import {
  distributions,
  drawValues,
  exactQuantile,
  expectQuantiles,
  percents,
} from '../support/quantiles.ts'
import { useApp, valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'

const charts = percents.map((percent) => `latency:p${percent}=p${percent}`)

function found(local: LocalSpikelog): Record<string, number | undefined> {
  return Object.fromEntries(percents.map((p) => [`p${p}`, valuesOf(local, `p${p}`).at(-1)]))
}

function view(aggregation: AggregationOption) {
  return { views: [{ instrumentName: 'latency', aggregation }] }
}

/** A histogram takes no negative values, so neither do these. */
const names = Object.keys(distributions).filter((name) => !/negative|both signs/u.test(name))

describe(verifies('quantiles', 'a quantile of a histogram'), () => {
  it.each(names)(
    'is as near as promised, over attribute sets and time: %s',
    async (name) => {
      const local = await useLocal()
      const { provider } = useApp(local, { charts, clamp: false })
      const latency = provider.getMeter('app').createHistogram('latency')
      const values = drawValues(name, rounds(1_000_000), firstSeed)
      for (const [i, value] of values.entries()) latency.record(value, { route: i % 7 })
      await provider.forceFlush()
      expectQuantiles(found(local), values)
    },
    120_000,
  )

  it('is the same with views that measure only what is charted', async () => {
    const local = await useLocal()
    const views = chartViews(charts)
    const { provider } = useApp(local, { charts, clamp: false, chartedOnly: true }, { views })
    const latency = provider.getMeter('app').createHistogram('latency')
    const values = drawValues('log-normal', 20_000, firstSeed)
    for (const [i, value] of values.entries()) latency.record(value, { route: i % 7 })
    await provider.forceFlush()
    expectQuantiles(found(local), values)
  })

  it('is that of the bucket, whatever the reader’s interval and temporality are', async () => {
    const local = await useLocal()
    for (const temporality of [AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE]) {
      local.reset()
      const exporter = new SpikelogMetricExporter({
        apiKey: local.apiKey,
        endpoint: local.endpoint,
        charts,
        clamp: false,
      })
      const post = exporter.forceFlush.bind(exporter)
      // Collects without posting: each flush of the provider is one more collection of the bucket.
      exporter.forceFlush = () => Promise.resolve()
      exporter.selectAggregationTemporality = () => temporality
      const reader = new PeriodicExportingMetricReader({ exporter })
      const provider = new MeterProvider({ readers: [reader] })
      onTestFinished(() => provider.shutdown())
      const latency = provider.getMeter('app').createHistogram('latency')
      const values = drawValues('log-normal', 20_000, firstSeed)
      for (const [i, value] of values.entries()) {
        // Slower from collection to collection, so that the scale changes meanwhile.
        values[i] = value * 4 ** Math.floor(i / 4000)
        latency.record(values[i] ?? 0, { route: i % 3 })
        if (i % 1000 === 999) await provider.forceFlush()
      }
      await post()
      expectQuantiles(found(local), values)
    }
  })

  it.each([
    ['of every reader', { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM }],
    [
      'of one’s own',
      {
        type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
        options: { boundaries: [0.5, 1, 2, 4, 8] },
      },
    ],
  ] as const)(
    'lies in the bucket of the exact one with boundaries %s',
    async (_what, aggregation) => {
      const boundaries =
        'options' in aggregation ? aggregation.options.boundaries : defaultBoundaries
      const local = await useLocal()
      const { provider } = useApp(
        local,
        { charts, clamp: false },
        view({ ...aggregation, options: { boundaries: [...boundaries] } }),
      )
      const latency = provider.getMeter('app').createHistogram('latency')
      const values = drawValues('log-normal', 50_000, firstSeed)
      for (const [i, value] of values.entries()) latency.record(value, { route: i % 7 })
      await provider.forceFlush()
      const sorted = values.toSorted()
      for (const percent of percents) {
        const exact = exactQuantile(sorted, percent)
        const low = boundaries.findLast((bound) => bound < exact) ?? sorted[0] ?? 0
        const high = boundaries.find((bound) => bound >= exact) ?? sorted.at(-1) ?? 0
        // 2.2 %: what the sketch may be off.
        expect(found(local)[`p${percent}`]).toBeGreaterThanOrEqual(low * 0.978)
        expect(found(local)[`p${percent}`]).toBeLessThanOrEqual(high * 1.022)
      }
    },
  )

  it('leaves the other charts of all histograms as they are', async () => {
    const local = await useLocal()
    const { provider, logger } = useApp(local, {
      charts: [
        'latency:p95',
        'latency:avg=mean',
        'size',
        'size:max=largest',
        'size:count=n',
        'heat',
      ],
    })
    const meter = provider.getMeter('app')
    for (const value of [1, 2, 6]) {
      meter.createHistogram('latency').record(value)
      meter.createHistogram('size').record(value * 10)
      meter.createGauge('heat').record(value)
    }
    await provider.forceFlush()
    const last = local.charts().map(({ chart, lastValue }) => [chart, lastValue])
    expect(Object.fromEntries(last)).toEqual({
      latency: 6,
      mean: 3,
      size: 30,
      largest: 60,
      n: 3,
      heat: 6,
    })
    expect(logger.lines).toEqual([])
  })

  it('takes the view of few buckets that the user chose, as near as those are', async () => {
    const local = await useLocal()
    const aggregation = {
      type: AggregationType.EXPONENTIAL_HISTOGRAM,
      options: { maxSize: 4 },
    } as const
    const { provider } = useApp(local, { charts, clamp: false }, view(aggregation))
    const latency = provider.getMeter('app').createHistogram('latency')
    const values = drawValues('whole numbers', 10_000, firstSeed)
    for (const value of values) latency.record(value)
    await provider.forceFlush()
    // 0…1000 in four buckets: of base 2 ** 4, since 10 octaves need 3 of those.
    expectQuantiles(found(local), values, 15 / 17)
  })

  it('drops a histogram without boundaries to its average, and says what to do', async () => {
    const local = await useLocal()
    const type = AggregationType.EXPLICIT_BUCKET_HISTOGRAM
    const plain = view({ type, options: { boundaries: [] } })
    const { provider, logger } = useApp(local, { charts: ['latency:p95'] }, plain)
    for (const value of [1, 2, 6]) provider.getMeter('app').createHistogram('latency').record(value)
    await provider.forceFlush()
    expect(valuesOf(local, 'latency')).toEqual([3])
    expect(logger.at('warn')).toEqual([expect.stringMatching(/`p95`.*EXPONENTIAL_HISTOGRAM/u)])
  })
})

const defaultBoundaries = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000]
