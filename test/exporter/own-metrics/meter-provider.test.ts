import { metrics } from '@opentelemetry/api'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { counter, resourceMetrics } from '../../support/metrics.ts'
import { OwnMetricsReader } from '../../support/own-metrics-reader.ts'
import { useExporter } from '../../support/use-exporter.ts'

const at = { startMillis: 0, endMillis: 1 }
const app = (...names: string[]) =>
  resourceMetrics({ app: names.map((name) => counter(name, 7, at)) })

describe('the option `meterProvider`', () => {
  it('may be a function, for a provider that comes late', async () => {
    const reader = new OwnMetricsReader()
    let provider: MeterProvider | undefined
    const { exporter, exportNow } = useExporter({ meterProvider: () => provider })
    exportNow(resourceMetrics({ app: [counter('a', Number.NaN, at)] }))
    await exporter.forceFlush()
    provider = new MeterProvider({ readers: [reader] })
    exportNow(app('users'))
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ none: 1 })
    expect((await reader.read())['spikelog.exporter.point.dropped']?.[0]?.value).toBe(1)
    await provider.shutdown()
  })

  it('may give the global provider, also before it is registered', async () => {
    const reader = new OwnMetricsReader()
    const { exporter, exportNow } = useExporter({ meterProvider: () => metrics.getMeterProvider() })
    exportNow(resourceMetrics({ app: [counter('a', Number.NaN, at)] }))
    await exporter.forceFlush()
    const provider = new MeterProvider({ readers: [reader] })
    metrics.setGlobalMeterProvider(provider)
    onTestFinished(() => metrics.disable())
    exportNow(app('users'))
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ none: 1 })
    expect((await reader.read())['spikelog.exporter.point.dropped']?.[0]?.value).toBe(1)
    await provider.shutdown()
  })

  it('keeps what is under way balanced when another provider comes meanwhile', async () => {
    const readers = [new OwnMetricsReader(), new OwnMetricsReader()] as const
    const providers = readers.map((reader) => new MeterProvider({ readers: [reader] }))
    let current = providers[0]
    const { exporter, exportNow, transport } = useExporter({ meterProvider: () => current })
    transport.script = () => {
      current = providers[1]
      return answer(200)
    }
    for (let flush = 0; flush < 2; flush += 1) {
      exportNow(app('users'))
      await exporter.forceFlush()
    }
    expect(await Promise.all(readers.map((reader) => reader.inFlight()))).toEqual([0, 0])
    expect(await readers[0].exported()).toEqual({ none: 1 })
    expect(await readers[1].exported()).toEqual({ none: 1 })
    for (const provider of providers) await provider.shutdown()
  })

  it('tells a provider that comes later the points of each chart, and counts nothing twice', async () => {
    const readers = [new OwnMetricsReader(), new OwnMetricsReader()] as const
    const providers = readers.map((reader) => new MeterProvider({ readers: [reader] }))
    let current = providers[0]
    const { exporter, exportNow, clock } = useExporter({ meterProvider: () => current })
    exportNow(app('users'))
    exportNow(resourceMetrics({ app: [counter('users', Number.NaN, at)] }))
    await exporter.forceFlush()
    current = providers[1]
    exportNow(resourceMetrics({ app: [counter('users', Number.NaN, at)] }))
    await clock.advance(0)
    const series = await readers[1].read()
    const valuesOf = (name: string) =>
      series[`spikelog.exporter.${name}`]?.map(({ value }) => value)
    expect(valuesOf('chart.points_used')).toEqual([1])
    expect(valuesOf('point.dropped')).toEqual([1])
    for (const provider of providers) await provider.shutdown()
  })

  it.each<[string, SpikelogExporterOptions['meterProvider']]>([
    [
      'is not there yet',
      () => {
        throw new ReferenceError('not initialized')
      },
    ],
    ['gives no meter', { getMeter: () => undefined as never }],
    [
      'throws',
      {
        getMeter: () => {
          throw new Error('no meter')
        },
      },
    ],
  ])('hurts nothing when the provider %s, and says so once', async (_what, meterProvider) => {
    const { exporter, exportNow, transport, clock, logger } = useExporter({
      ...(meterProvider && { meterProvider }),
    })
    for (let bucket = 0; bucket < 3; bucket += 1) {
      exportNow(app('users'))
      await clock.until(exporter.forceFlush())
    }
    await clock.until(exporter.shutdown())
    expect(transport.valuesOf('users')).toHaveLength(3)
    const said = logger.lines.filter(({ message }) => message.includes('own metrics'))
    expect(said).toEqual([
      { level: 'warn', message: expect.stringMatching(/Look at the `meterProvider`/u) },
    ])
  })

  it('is refused when it is neither', () => {
    expect(() => useExporter({ meterProvider: 'global' as never })).toThrow(
      'Expected `meterProvider` to be a MeterProvider (an object with getMeter), or a function that returns one, got `global` (string)',
    )
  })

  it('may be a frozen provider', async () => {
    const reader = new OwnMetricsReader()
    const provider = new MeterProvider({ readers: [reader] })
    const frozen = Object.freeze({ getMeter: (name: string) => provider.getMeter(name) })
    const { exporter, exportNow } = useExporter({ meterProvider: frozen })
    exportNow(app('users'))
    await exporter.forceFlush()
    expect(await reader.exported()).toEqual({ none: 1 })
    await provider.shutdown()
  })
})
