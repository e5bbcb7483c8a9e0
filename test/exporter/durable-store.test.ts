import { existsSync } from 'node:fs'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../requirements.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { counter, gauge, resourceMetrics } from '../support/metrics.ts'
import { bucketMillis } from '../support/use-client.ts'
import { useExporter } from '../support/use-exporter.ts'
import { useProcesses } from '../support/use-processes.ts'

const at = { startMillis: 0, endMillis: 1 }
const jobs = (value: number) => resourceMetrics({ app: [counter('jobs', value, at)] })

function bound() {
  const all = useProcesses()
  const start = (options: SpikelogExporterOptions = {}) => {
    const { clock, transport, logger } = all
    return useExporter({ store: all.open(), ...options }, { clock, transport, logger })
  }
  return { all, start }
}

describe(verifies('shortLived', 'an exporter with a durable store'), () => {
  it('posts only what is due at forceFlush() and shutdown()', async () => {
    const { all, start } = bound()
    for (let run = 0; run < 10; run += 1) {
      const { exporter, exportNow } = start()
      exportNow(jobs(1))
      await exporter.forceFlush()
      await all.clock.until(exporter.shutdown())
      await all.clock.advance(bucketMillis / 5)
    }
    const { exporter } = start()
    await all.clock.until(exporter.shutdown())
    expect(all.transport.valuesOf('jobs')).toEqual([5, 5])
    expect(all.logger.lines).toEqual([])
  })

  it("posts what waits with `forceFlush: 'now'`", async () => {
    const { all, start } = bound()
    const { exporter, exportNow } = start({ forceFlush: 'now' })
    exportNow(jobs(3))
    await exporter.forceFlush()
    expect(all.transport.valuesOf('jobs')).toEqual([3])
  })

  it('keeps what is exported right before the process ends', async () => {
    const { all, start } = bound()
    const { exporter, exportNow } = start()
    exportNow(jobs(3))
    exporter.writeDown()
    await all.clock.advance(bucketMillis)
    const next = start()
    await all.clock.until(next.exporter.shutdown())
    expect(all.transport.valuesOf('jobs')).toEqual([3])
    expect(all.logger.lines).toEqual([])
  })

  it('posts what is due when it is made, for a process that ends before its first export', async () => {
    const { all, start } = bound()
    const { exporter, exportNow } = start()
    exportNow(jobs(3))
    exporter.writeDown()
    await all.clock.advance(2 * bucketMillis)
    expect(all.transport.posts).toEqual([])
    start()
    await all.clock.advance(0)
    expect(all.transport.valuesOf('jobs')).toEqual([3])
  })

  it('posts what others left when that is due, though nothing is measured any more', async () => {
    const { all, start } = bound()
    const { exporter, exportNow } = start()
    exportNow(jobs(3))
    exporter.writeDown()
    start()
    await all.clock.advance(bucketMillis)
    expect(all.transport.posts).toEqual([])
    await all.clock.advance(bucketMillis / 5)
    expect(all.transport.valuesOf('jobs')).toEqual([3])
  })
})

describe(verifies('grid', 'a collection of an exporter with a durable store'), () => {
  it('closes a bucket first that ended before the collection begins', async () => {
    const { all, start } = bound()
    for (const value of [1, 2]) {
      const { exporter, exportNow } = start()
      await all.clock.advance(1000)
      exportNow(resourceMetrics({ app: [gauge('rows', value, at)] }))
      exporter.writeDown()
      await all.clock.advance(24 * 3_600_000)
    }
    await all.clock.until(start().exporter.shutdown())
    expect(all.transport.valuesOf('rows')).toEqual([1, 2])
  })

  it('belongs to the bucket that it was measured in when it comes at its end', async () => {
    const { all, start } = bound()
    const { exportNow } = start()
    exportNow(jobs(1))
    await all.clock.advance(bucketMillis + 1)
    exportNow(jobs(2))
    await all.clock.advance(0)
    expect(all.transport.valuesOf('jobs')).toEqual([3])
  })
})

describe(verifies('shortLived', 'a path as store'), () => {
  it.each([
    ['in code', (file: string) => ({ options: { store: file }, environment: {} })],
    [
      'in the environment',
      (file: string) => ({ options: {}, environment: { SPIKELOG_STORE: file } }),
    ],
  ])('%s is a file that the next exporter goes on with', async (_, where) => {
    const file = `${useFolder()}/state/spikelog.sqlite`
    const { options, environment } = where(file)
    const parts = {
      environment: (name: string) => new Map(Object.entries(environment)).get(name),
    }
    const { clock, transport } = useExporter()
    for (let run = 0; run < 10; run += 1) {
      const { exporter, exportNow, logger } = useExporter(options, { ...parts, clock, transport })
      exportNow(jobs(1))
      await exporter.forceFlush()
      await clock.until(exporter.shutdown())
      expect(logger.lines).toEqual([])
      await clock.advance(bucketMillis / 5)
    }
    const { exporter } = useExporter(options, { ...parts, clock, transport })
    await clock.until(exporter.shutdown())
    expect(transport.valuesOf('jobs')).toEqual([5, 5])
    expect(existsSync(file)).toBe(true)
  })

  it('is not touched by a dry run', async () => {
    const file = `${useFolder()}/state/spikelog.sqlite`
    const { exporter, exportNow } = useExporter({ store: file, dryRun: true })
    onTestFinished(() => exporter.shutdown())
    exportNow(jobs(1))
    await exporter.forceFlush()
    expect(exporter.health().pending).toBe(0)
    expect(existsSync(file)).toBe(false)
  })
})
