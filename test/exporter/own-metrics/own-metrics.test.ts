import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../../requirements.ts'
import { answer, failure } from '../../support/fake-transport.ts'
import { counter, resourceMetrics } from '../../support/metrics.ts'
import { OwnMetricsReader } from '../../support/own-metrics-reader.ts'
import { useExporter } from '../../support/use-exporter.ts'

type Options = NonNullable<Parameters<typeof useExporter>[0]>

const at = { startMillis: 0, endMillis: 1 }
const app = (...names: string[]) =>
  resourceMetrics({ app: names.map((name) => counter(name, 7_000_000, at)) })

function useOwnMetrics(options: Options = {}) {
  const reader = new OwnMetricsReader()
  const provider = new MeterProvider({ readers: [reader] })
  onTestFinished(() => provider.shutdown())
  return {
    ...useExporter({ meterProvider: provider, maxRetries: 0, ...options }),
    reader,
    provider,
  }
}

const component = {
  'otel.component.type': 'SpikelogMetricExporter',
  'otel.component.name': 'SpikelogMetricExporter/0',
}
const standard = { ...component, 'server.address': 'api.spikelog.com', 'server.port': 443 }

describe(verifies('selfMetrics', "the exporter's own metrics"), () => {
  it('are those of the semantic conventions, and what is ours', async () => {
    const { exporter, exportNow, transport, clock, reader } = useOwnMetrics({
      charts: ['a', 'b', 'c', 'd'],
    })
    transport.script = ({ chart }) =>
      new Promise((resolve) => {
        const attempt =
          chart === 'a' ? answer(200) : chart === 'b' ? answer(503) : failure(true, 'x', 'timeout')
        clock.schedule(() => resolve(attempt), 250)
      })
    exportNow(app('a', 'b', 'c'))
    exportNow(resourceMetrics({ app: [counter('d', Number.NaN, at)] }))
    const flushed = exporter.forceFlush()
    await clock.advance(100)
    expect(await reader.inFlight()).toBe(3)
    await clock.until(flushed)
    const failed = (type: string) => ({ ...standard, 'error.type': type })
    expect(await reader.read()).toEqual({
      'otel.sdk.exporter.metric_data_point.inflight': [{ attributes: standard, value: 0 }],
      'otel.sdk.exporter.metric_data_point.exported': [
        { attributes: standard, value: 1 },
        { attributes: failed('503'), value: 1 },
        { attributes: failed('timeout'), value: 1 },
      ],
      'otel.sdk.exporter.operation.duration': [
        { attributes: { ...standard, 'http.response.status_code': 200 }, value: 1, sum: 0.25 },
        { attributes: { ...failed('503'), 'http.response.status_code': 503 }, value: 1, sum: 0.25 },
        { attributes: failed('timeout'), value: 1, sum: 0.25 },
      ],
      'spikelog.exporter.point.dropped': [
        { attributes: { ...component, 'spikelog.drop.reason': 'nonfinite' }, value: 1 },
      ],
      'spikelog.exporter.point.clamped': [{ attributes: component, value: 2 }],
      'spikelog.exporter.point.carried_over': [{ attributes: component, value: 1 }],
      'spikelog.exporter.point.sealed': [{ attributes: component, value: 1 }],
      'spikelog.exporter.chart.points_used': [
        { attributes: { ...component, 'spikelog.chart.name': 'a' }, value: 1 },
      ],
    })
  })

  it('have the units of the conventions, and no boundaries', async () => {
    const { exporter, exportNow, reader } = useOwnMetrics()
    exportNow(app('users'))
    await exporter.forceFlush()
    const { resourceMetrics: collected } = await reader.collect()
    const units = collected.scopeMetrics[0]?.metrics.map(({ descriptor: { name, unit } }) => [
      name.replace(/^.*exporter\./u, ''),
      unit,
    ])
    const duration = collected.scopeMetrics[0]?.metrics[2]?.dataPoints[0]
    expect(duration?.value).toMatchObject({ buckets: { boundaries: [] } })
    expect(units).toEqual([
      ['metric_data_point.inflight', '{data_point}'],
      ['metric_data_point.exported', '{data_point}'],
      ['operation.duration', 's'],
      ['point.clamped', '{point}'],
      ['chart.points_used', '{point}'],
    ])
  })

  it('equal what health() tells, to the end', async () => {
    const { exporter, exportNow, transport, clock, reader } = useOwnMetrics({ clamp: false })
    let posted = 0
    transport.script = () => {
      posted += 1
      return answer([200, 500, 503, 200, 401, 200][posted % 6] ?? 200)
    }
    for (let bucket = 0; bucket < 50; bucket += 1) {
      exportNow(app('a', 'b', ...(bucket % 5 === 0 ? ['line\nbreak', 'x'.repeat(201)] : [])))
      await clock.advance(300_000)
    }
    transport.script = () => answer(503)
    exportNow(app('a'))
    await clock.until(exporter.shutdown())
    const health = exporter.health()
    const series = await reader.read()
    const total = (name: string): number =>
      (series[`spikelog.exporter.point.${name}`] ?? []).reduce((sum, one) => sum + one.value, 0)
    const { none = 0, ...errors } = await reader.exported()
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0)
    expect({ inFlight: await reader.inFlight(), succeeded: none, failed }).toEqual(
      health.operations,
    )
    expect(none + failed).toBe(transport.posts.length)
    expect(Object.keys(errors).toSorted()).toEqual(['401', '500', '503'])
    expect(health.sealed).toBeGreaterThan(0)
    expect(health.dropped).toMatchObject({ chart_name: 20, shutdown: expect.any(Number) })
    expect({
      sealed: total('sealed'),
      carriedOver: total('carried_over'),
      dropped: total('dropped'),
    }).toEqual({
      sealed: health.sealed,
      carriedOver: health.carriedOver,
      dropped: Object.values(health.dropped).reduce((sum, count) => sum + count, 0),
    })
    const used = series['spikelog.exporter.chart.points_used']?.map(({ attributes, value }) => [
      attributes['spikelog.chart.name'],
      value,
    ])
    expect(used).toEqual(health.charts.map(({ chart, pointsUsed }) => [chart, pointsUsed]))
  })

  it('tell what was dropped although nothing is ever posted', async () => {
    const { exportNow, clock, reader } = useOwnMetrics({ charts: ['a'] })
    exportNow(resourceMetrics({ app: [counter('a', Number.NaN, at)] }))
    await clock.advance(0)
    expect((await reader.read())['spikelog.exporter.point.dropped']?.[0]?.value).toBe(1)
    expect(await reader.exported()).toEqual({})
  })

  it('tell nothing of points that were not tried after all', async () => {
    const { exporter, exportNow, transport, reader } = useOwnMetrics({ maxCharts: 12 })
    transport.script = () => answer(401)
    exportNow(app(...Array.from({ length: 12 }, (_, chart) => `chart ${chart}`)))
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ 401: transport.posts.length })
    expect(transport.posts.length).toBeLessThan(12)
    expect(await reader.inFlight()).toBe(0)
  })

  it('tell two exporters of one provider apart, and name them alike after a restart', async () => {
    const { provider, reader, exporter, exportNow } = useOwnMetrics()
    const second = useExporter({ meterProvider: () => provider })
    for (const { exportNow: send, exporter: one } of [{ exporter, exportNow }, second]) {
      send(app('users'))
      await one.forceFlush()
    }
    const names = (await reader.read())['otel.sdk.exporter.metric_data_point.exported']?.map(
      ({ attributes }) => attributes['otel.component.name'],
    )
    expect(names).toEqual(['SpikelogMetricExporter/0', 'SpikelogMetricExporter/1'])
    const again = useOwnMetrics()
    again.exportNow(app('users'))
    await again.exporter.forceFlush()
    const series = (await again.reader.read())['otel.sdk.exporter.metric_data_point.exported']
    expect(series?.[0]?.attributes).toMatchObject(component)
  })

  it('have the address without the brackets of a URL', async () => {
    const { exporter, exportNow, reader } = useOwnMetrics({ endpoint: 'http://[::1]:7745/x' })
    exportNow(app('users'))
    await exporter.forceFlush()
    const series = (await reader.read())['otel.sdk.exporter.metric_data_point.exported']
    expect(series?.[0]?.attributes).toMatchObject({ 'server.address': '::1', 'server.port': 7745 })
  })
})
