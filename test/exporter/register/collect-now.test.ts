import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { collectNow } from '../../../packages/exporter/src/register/collect-now.ts'
import { RegisterReader } from '../../../packages/exporter/src/register/register-reader.ts'
import { useExporter } from '../../support/use-exporter.ts'

const wallMillis = Date.UTC(2026, 0, 1)
const all = { changesOnly: false }

function useReader(): { reader: RegisterReader; provider: MeterProvider } {
  const { exporter } = useExporter()
  const reader = new RegisterReader(
    { exporter, exportIntervalMillis: 2 ** 31 - 1 },
    () => wallMillis,
  )
  return { reader, provider: new MeterProvider({ readers: [reader] }) }
}

/** `name=value` of each data point; of a histogram its sum. */
function valuesOf(collected: readonly ResourceMetrics[]): string[] {
  const scopes = collected.flatMap(({ scopeMetrics }) => scopeMetrics)
  const metrics = scopes.flatMap((scope) => scope.metrics)
  return metrics.flatMap(({ descriptor: { name }, dataPoints }) =>
    dataPoints.map(({ value }) => `${name}=${typeof value === 'number' ? value : value.sum}`),
  )
}

describe('collectNow', () => {
  it('takes what synchronous instruments measured, once, and runs no callback of the app', () => {
    const { reader, provider } = useReader()
    const meter = provider.getMeter('app')
    meter.createCounter('counter').add(3)
    meter.createHistogram('histogram').record(4)
    provider.getMeter('other').createUpDownCounter('level').add(5)
    meter.createObservableGauge('observed').addCallback(() => {
      throw new Error('no code of the app may run now')
    })
    expect(valuesOf(reader.takeNow(all))).toEqual(['counter=3', 'histogram=4', 'level=5'])
    expect(valuesOf(reader.takeNow(all))).toEqual(['level=5'])
    expect(reader.takeNow({ changesOnly: true })).toEqual([])
  })

  it('takes nothing that the SDK collected already, and all that came since', async () => {
    const { reader, provider } = useReader()
    const counter = provider.getMeter('app').createCounter('counter')
    counter.add(3)
    expect(reader.isNew((await reader.collect()).resourceMetrics)).toBe(true)
    expect(reader.takeNow(all)).toEqual([])
    counter.add(4)
    expect(valuesOf(reader.takeNow(all))).toEqual(['counter=4'])
  })

  it('gives the exporter nothing twice when a collection was taken before the SDK came with it', async () => {
    const { reader, provider } = useReader()
    const meter = provider.getMeter('app')
    const { promise, resolve } = Promise.withResolvers<void>()
    meter.createObservableGauge('slow').addCallback((result) => {
      result.observe(5)
      return promise
    })
    meter.createCounter('counter').add(3)
    const collecting = reader.collect()
    expect(valuesOf(reader.takeHeld())).toEqual(['counter=3'])
    resolve()
    const { resourceMetrics } = await collecting
    expect(valuesOf([resourceMetrics])).toEqual(['slow=5'])
    expect(valuesOf(reader.takeHeld())).toEqual(['slow=5'])
    expect(reader.isNew(resourceMetrics)).toBe(false)
    expect(reader.takeHeld()).toEqual([])
  })

  it('gives what the exporter can read, with resource, scope and times', async () => {
    const { reader, provider } = useReader()
    provider.getMeter('app', '1.2.3').createCounter('counter').add(3)
    const [collected] = reader.takeNow(all)
    const { resourceMetrics } = await reader.collect()
    expect(collected?.resource).toBe(resourceMetrics.resource)
    expect(collected?.scopeMetrics[0]?.scope).toMatchObject({ name: 'app', version: '1.2.3' })
    expect(collected?.scopeMetrics[0]?.metrics[0]?.dataPoints[0]?.endTime).toEqual([
      wallMillis / 1000,
      0,
    ])
  })

  it.each<[string, unknown]>([
    ['no producer', undefined],
    ['a producer of another kind', { collect: () => Promise.resolve() }],
    ['no meters', { _sharedState: {} }],
    ['meters of another form', { _sharedState: { meterSharedStates: [] } }],
    ['a meter that is nothing', { _sharedState: { meterSharedStates: new Map([['a', null]]) } }],
    ['storages of another form', withRegistry({ getStorages: () => 'none' })],
    ['a registry that throws', withRegistry({ getStorages: thrower })],
    [
      'storages that throw',
      withRegistry({ getStorages: () => [{ getInstrumentDescriptor: thrower }] }),
    ],
    [
      'a collection that is a promise',
      withRegistry({
        getStorages: () => [
          {
            getInstrumentDescriptor: () => ({ type: 'COUNTER' }),
            collect: () => Promise.resolve({ dataPoints: [] }),
          },
        ],
      }),
    ],
  ])('takes nothing and throws nothing given %s', (_what, producer) => {
    expect(collectNow(producer, { ...all, wallMillis })).toBeUndefined()
  })
})

function withRegistry(metricStorageRegistry: unknown): unknown {
  const meter = { _instrumentationScope: { name: 'app' }, metricStorageRegistry }
  return { _sharedState: { resource: {}, meterSharedStates: new Map([['app', meter]]) } }
}

function thrower(): never {
  throw new Error('of another form')
}
