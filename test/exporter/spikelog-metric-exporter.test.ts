import { AggregationTemporality } from '@opentelemetry/sdk-metrics'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { Logger } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeTransport } from '../support/fake-transport.ts'
import { counter, gauge, resourceMetrics } from '../support/metrics.ts'
import type { Interval } from '../support/metrics.ts'
import { testKey } from '../support/use-client.ts'
import { useExporter } from '../support/use-exporter.ts'

const bucketMillis = 300_000
const hourMillis = 3_600_000

const users = (value: number, at: Interval = { startMillis: 0, endMillis: 1000 }) =>
  resourceMetrics({ app: [counter('users', value, at)] })

function broken(): never {
  throw new Error('disk full')
}

describe('a call right after export(), in the same turn', () => {
  it('of health() shows what was exported, and the bucket is closed all the same', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    exportNow(users(1))
    await clock.advance(bucketMillis - 1000)
    exportNow(users(2))
    expect(exporter.health().pending).toBe(1)
    await clock.advance(0)
    expect(transport.valuesOf('users')).toEqual([3])
  })

  it('of forceFlush() posts what was exported, once', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    exportNow(users(1))
    await clock.until(exporter.forceFlush())
    expect(transport.valuesOf('users')).toEqual([1])
  })

  it('of shutdown() posts what was exported, and nothing afterwards', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    exportNow(users(1))
    await clock.until(exporter.shutdown())
    await clock.advance(10 * bucketMillis)
    expect(transport.valuesOf('users')).toEqual([1])
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('forceFlush()', () => {
  it('posts only what is due when asked to', async () => {
    const { exporter, exportNow, transport, clock } = useExporter({ forceFlush: 'due' })
    exportNow(users(1))
    await clock.until(exporter.forceFlush())
    expect(transport.posts).toEqual([])
    await clock.advance(bucketMillis)
    exportNow(users(2))
    await clock.until(exporter.forceFlush())
    expect(transport.valuesOf('users')).toEqual([3])
  })

  it('during a shutdown waits for that', async () => {
    const { exporter, exportNow, transport, clock } = useExporter()
    transport.script = (_post, request) => FakeTransport.hang(request)
    exportNow(users(1))
    const ended: string[] = []
    const shutdown = exporter.shutdown().finally(() => ended.push('shutdown'))
    const flush = exporter.forceFlush().finally(() => ended.push('flush'))
    await clock.until(Promise.all([shutdown, flush]))
    expect(ended).toEqual(['shutdown', 'flush'])
  })
})

describe('a logger that throws', () => {
  it('harms neither the app nor the delivery', async () => {
    const logger: Logger = { error: broken, warn: broken, info: broken, debug: broken }
    const clock = new FakeClock()
    const transport = new FakeTransport()
    const exporter = new SpikelogMetricExporter(
      { apiKey: testKey, charts: ['users:avg', 'temperature:last'] },
      { clock, transport, logger, environment: (name) => (name.endsWith('MS') ? 'x' : undefined) },
    )
    exporter.export(users(1), () => {})
    await clock.until(exporter.forceFlush())
    expect(transport.valuesOf('users')).toEqual([1])
    await clock.until(exporter.shutdown())
  })
})

describe('the wall clock', () => {
  // What the SDK says of times is wall time; a machine without a clock of its own starts in 1970.
  it.each([
    ['forward by 50 years', 50 * 365 * 24 * hourMillis],
    ['forward by an hour', hourMillis],
    ['back by an hour', -hourMillis],
  ])('that jumps %s before the first collection does not stretch its bucket', async (_, jump) => {
    const { exportNow, transport, clock } = useExporter({ charts: ['users:rate', 'users=sum'] })
    const startMillis = 10 * hourMillis
    await clock.advance(bucketMillis)
    exportNow(users(3e6, { startMillis, endMillis: startMillis + bucketMillis + jump }))
    await clock.advance(0)
    expect(transport.valuesOf('users')).toEqual([1e4])
    expect(transport.valuesOf('sum')).toEqual([1e6])
  })

  it('that jumps between two collections changes nothing', async () => {
    const { exportNow, transport, clock } = useExporter({ charts: ['users:rate'] })
    let wall = 10 * hourMillis
    for (const jump of [0, hourMillis, -hourMillis, 0]) {
      await clock.advance(bucketMillis)
      const endMillis = wall + bucketMillis + jump
      exportNow(users(3000, { startMillis: wall, endMillis }))
      wall = endMillis
      await clock.advance(0)
    }
    expect(transport.valuesOf('users')).toEqual([10, 10, 10, 10])
  })
})

describe('a reader of 300 s', () => {
  it('gives the first point of charts without deltas at its first export too', async () => {
    const { exportNow, transport, clock } = useExporter()
    for (const value of [1, 2]) {
      await clock.advance(bucketMillis)
      const at = { startMillis: 0, endMillis: clock.now() }
      const level = {
        ...counter('level', value, at),
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
        isMonotonic: false,
      }
      exportNow(resourceMetrics({ app: [gauge('depth', value, at), level] }))
      await clock.advance(0)
      expect(transport.valuesOf('depth')).toHaveLength(value)
    }
    expect(transport.valuesOf('depth')).toEqual([1, 2])
    expect(transport.valuesOf('level')).toEqual([1, 2])
  })
})

describe('rate', () => {
  it.each([10, 60, 300])(
    'tells what was added a second, with a reader of %i s',
    async (seconds) => {
      const { exportNow, transport, clock } = useExporter({ charts: ['users:rate'] })
      for (let at = 0; at < 3600; at += seconds) {
        const startMillis = clock.now()
        await clock.advance(seconds * 1000)
        exportNow(users(2 * seconds, { startMillis, endMillis: clock.now() }))
        await clock.advance(0)
      }
      const values = transport.valuesOf('users').map(Number)
      expect(values.length).toBeGreaterThanOrEqual(11)
      // A bucket may close up to a tenth before its end.
      for (const value of values) expect(Math.abs(value - 2)).toBeLessThanOrEqual(0.2)
    },
  )

  it('after idle hours is that of the last bucket, not of the hours', async () => {
    const { exportNow, transport, clock } = useExporter({ charts: ['users:rate'] })
    await clock.advance(bucketMillis)
    exportNow(users(300, { startMillis: 0, endMillis: bucketMillis }))
    await clock.advance(5 * hourMillis)
    // The SDK begins a series that was not there in the collection before with its first value.
    exportNow(users(300, { startMillis: 1000, endMillis: 1000 + bucketMillis / 2 }))
    await clock.advance(2 * bucketMillis)
    expect(transport.valuesOf('users')).toEqual([1, 1])
  })
})
