import { AggregationTemporality } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'

const at = { startMillis: 0, endMillis: 1000 }

function cumulative(value: number, endMillis: number, startMillis = 0): MetricData {
  const metric = counter('bytes', value, { startMillis, endMillis })
  return { ...metric, aggregationTemporality: AggregationTemporality.CUMULATIVE }
}

function upDown(values: readonly number[], endMillis: number, offset = 0): MetricData {
  const parts = values.map((value, index) =>
    counter('open', value, { startMillis: 0, endMillis }, { id: index + offset }),
  )
  return {
    ...counter('open', 0, at),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    isMonotonic: false,
    dataPoints: parts.flatMap(({ dataPoints }) => dataPoints),
  }
}

describe('collections', () => {
  it('counts what a cumulative counter gained, also over its reset', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    for (const [index, value] of [100, 130, 20, 25].entries()) {
      exportNow(resourceMetrics({ app: [cumulative(value, 1000 * (index + 1))] }))
      await clock.until(exporter.forceFlush())
    }
    expect(transport.valuesOf('bytes')).toEqual([100, 30, 20, 5])
  })

  it('adds up the parts of one collection, and takes the next one as newer', async () => {
    const { exporter, exportNow, transport, clock } = useExporter({
      charts: ['open', 'open:min=lowest'],
    })
    // What a reader with maxExportBatchSize does: one collection in three calls.
    exportNow(resourceMetrics({ app: [upDown([1, 2], 1000)] }))
    exportNow(resourceMetrics({ app: [upDown([3, 4], 1000, 2)] }))
    exportNow(resourceMetrics({ app: [upDown([5], 1000, 4)] }))
    await clock.until(exporter.forceFlush())
    exportNow(resourceMetrics({ app: [upDown([1, 1, 1, 1, 1], 2000)] }))
    // A second collection within one millisecond: the same series again.
    exportNow(resourceMetrics({ app: [upDown([2, 2, 2, 2, 2], 2000)] }))
    await clock.until(exporter.forceFlush())
    expect(transport.valuesOf('open')).toEqual([15, 10])
    expect(transport.valuesOf('lowest')).toEqual([15, 5])
  })

  it('closes no bucket between two parts of a collection', async () => {
    const { exportNow, transport, clock } = useExporter()
    exportNow(resourceMetrics({ app: [upDown([1], 1000)] }))
    await clock.advance(299_000)
    exportNow(resourceMetrics({ app: [upDown([3], 300_000)] }))
    exportNow(resourceMetrics({ app: [upDown([4], 300_000, 1)] }))
    await clock.advance(0)
    expect(transport.valuesOf('open')).toEqual([7])
  })

  it('takes overlapping exports in and answers each in the same turn', () => {
    const { exporter } = useExporter()
    const codes: number[] = []
    for (let call = 0; call < 3; call += 1) {
      exporter.export(resourceMetrics({ app: [counter('users', 1, at)] }), ({ code }) => {
        codes.push(code)
      })
    }
    expect(codes).toEqual([0, 0, 0])
  })

  it('answers FAILED for what cannot be read, and goes on', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    const codes: number[] = []
    const poison = {
      get scopeMetrics(): never {
        throw new Error('poison')
      },
    }
    exporter.export(poison as never, ({ code }) => {
      codes.push(code)
    })
    exportNow(resourceMetrics({ app: [counter('users', 1, at)] }))
    await clock.until(exporter.forceFlush())
    expect(codes).toEqual([1])
    expect(transport.valuesOf('users')).toEqual([1])
  })
})
