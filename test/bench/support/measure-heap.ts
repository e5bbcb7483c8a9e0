/** What exports take of the heap, in a process of its own with `--expose-gc`: heap.ts gets the result. */
import { PerformanceObserver } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { collectManyPoints, pointsPerCollection } from './collect-many-points.ts'
import { createIdleExporter } from './create-idle-exporter.ts'

/** Of one round, in bytes a data point. */
export interface HeapGrowth {
  readonly allocated: number
  readonly retained: number
  /** Collections that nobody forced. */
  readonly collections: number
}

const exportsPerRound = 100
const warmUpRounds = 30
const rounds = 20

const exporter = createIdleExporter()
const collections = await collectManyPoints(exporter, 2)
let collected = 0
new PerformanceObserver((list) => {
  collected += list.getEntries().length
}).observe({ entryTypes: ['gc'] })

/** After what was forced before is told. */
async function readHeap(): Promise<number> {
  globalThis.gc?.()
  await setImmediate()
  await setImmediate()
  return process.memoryUsage().heapUsed
}

async function measure(): Promise<HeapGrowth> {
  const before = await readHeap()
  collected = 0
  for (let i = 0; i < exportsPerRound; i += 1) {
    exporter.export(collections[i % 2] as ResourceMetrics, () => {})
    await setImmediate()
  }
  const full = process.memoryUsage().heapUsed
  await setImmediate()
  const unforced = collected
  const points = exportsPerRound * pointsPerCollection
  const after = await readHeap()
  const growth = { allocated: (full - before) / points, retained: (after - before) / points }
  return { ...growth, collections: unforced }
}

const growths: HeapGrowth[] = []
for (let round = -warmUpRounds; round < rounds; round += 1) {
  const growth = await measure()
  if (round >= 0) growths.push(growth)
}
process.send?.(growths, () => process.exit())
