import { describe, expect, it } from 'vitest'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { verifies } from '../requirements.ts'
import { countRuns } from '../support/count-runs.ts'
import { answer, FakeTransport } from '../support/fake-transport.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'

const at = { startMillis: 0, endMillis: 1 }
const charts = ['a', 'b', 'c']
const flushes = 1000

/** A hundred flushes a second for ten seconds, each right after an export; a post takes 35 ms. */
async function storm(forceFlush: NonNullable<SpikelogExporterOptions['forceFlush']>) {
  const { runs, runDelivery } = countRuns()
  const transport = new FakeTransport()
  const used = useExporter(
    { forceFlush, bucketMillis: 1000 },
    {
      transport,
      runDelivery,
    },
  )
  const { exporter, clock, exportNow } = used
  const startMillis = clock.now()
  const postedAt: { chart: string; cell: number }[] = []
  transport.script = ({ chart }) => {
    // Buckets close up to a tenth early or late.
    postedAt.push({ chart, cell: Math.round((clock.now() - startMillis) / 1000) })
    return new Promise((resolve) => {
      clock.schedule(() => resolve(answer(200)), 35)
    })
  }
  const pending: Promise<void>[] = []
  for (let flush = 0; flush < flushes; flush += 1) {
    exportNow(resourceMetrics({ app: charts.map((chart) => counter(chart, 1, at)) }))
    pending.push(exporter.forceFlush())
    await clock.advance(10)
  }
  await clock.until(Promise.all(pending))
  const beforeShutdown = transport.posts.length
  await clock.until(exporter.shutdown())
  const sums = charts.map((chart) =>
    transport.valuesOf(chart).reduce<number>((sum, value) => sum + Number(value), 0),
  )
  return {
    ...used,
    transport,
    postedAt: postedAt.slice(0, beforeShutdown),
    mostRunning: runs.most,
    sums,
  }
}

describe(verifies('warnings', 'a hundred flushes a second for ten seconds'), () => {
  it("give at most one point a chart and bucket with `forceFlush: 'due'`", async () => {
    const { postedAt, mostRunning, sums, transport, logger } = await storm('due')
    const cells = postedAt.map(({ chart, cell }) => `${chart} ${cell}`)
    expect(new Set(cells).size).toBe(cells.length)
    expect(cells.length).toBeGreaterThanOrEqual(charts.length * 9)
    expect(cells.length).toBeLessThanOrEqual(charts.length * 10)
    expect(mostRunning).toBe(1)
    expect(transport.overlapped).toEqual([])
    expect(sums).toEqual(charts.map(() => flushes))
    expect(logger.lines).toEqual([])
  })

  it("overlap nowhere, lose nothing and are warned of once with 'now'", async () => {
    const { postedAt, mostRunning, sums, transport, logger, exporter } = await storm('now')
    expect(mostRunning).toBe(1)
    expect(transport.overlapped).toEqual([])
    expect(transport.mostInFlight).toBe(charts.length)
    expect(sums).toEqual(charts.map(() => flushes))
    expect(postedAt.length).toBeGreaterThan(charts.length * 100)
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: expect.stringMatching(
          /^Points are used faster than one per bucket \(1 s\): `a`, `b`, `c`\./u,
        ),
      },
    ])
    expect(exporter.health().operations).toEqual({
      inFlight: 0,
      succeeded: transport.posts.length,
      failed: 0,
    })
  })
})
