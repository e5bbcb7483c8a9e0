import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { Logger } from '@spikelog-otel/client'
import { FakeClock } from '../../../support/fake-clock.ts'

import { MeasuredApp } from './measured-app.ts'
import type { Network } from './network.ts'
import type { OutageKind } from './outage-kinds.ts'

const bucketMillis = 300_000
const bucketsADay = 288

/** What an outage cost. */
export interface OutageFigures {
  /** Made while the service was away. */
  readonly requests: number
  /** Lines of the log, from before the outage until after the recovery. */
  readonly lines: number
  readonly stateChanges: number
  /** Heap that is held at the end of the outage and was not before it. */
  readonly retainedBytes: number
  /** Charts that do not hold what was measured; empty when nothing was lost. */
  readonly lost: readonly string[]
}

/** Lets an app with ten charts live through a day without the service, on a fake clock. */
export async function liveThroughOutage(
  kind: OutageKind,
  createNetwork: (clock: FakeClock) => Network | Promise<Network>,
): Promise<OutageFigures> {
  const clock = new FakeClock()
  const network = await createNetwork(clock)
  const said = { lines: 0 }
  const exporter = new SpikelogMetricExporter(
    { apiKey: 'sk_test', clamp: false },
    {
      clock,
      transport: network.transport,
      logger: createCountingLogger(said),
      environment: () => undefined,
    },
  )
  const app = new MeasuredApp(exporter)
  let state = exporter.health().state
  let stateChanges = 0
  const live = async (buckets: number): Promise<void> => {
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      await app.export()
      await network.pass(bucketMillis)
      const now = exporter.health().state
      if (now !== state) stateChanges += 1
      state = now
    }
  }
  const recover = async (): Promise<void> => {
    await network.comeBack()
    // As long as the service may have asked to wait, or a refused key is not asked about.
    await live(15)
  }

  await live(3)
  // A short one first, so that what the engine compiles for outages is there already.
  await network.goAway(kind)
  await live(30)
  await recover()
  Object.assign(said, { lines: 0 })
  stateChanges = 0
  const idleBytes = heapBytes()
  const requestsBefore = network.requests()
  await network.goAway(kind)
  await live(bucketsADay)
  const retainedBytes = heapBytes() - idleBytes
  const requests = network.requests() - requestsBefore
  await recover()
  const { lines } = said
  await clock.until(app.provider.shutdown())
  const { dropped, pending } = exporter.health()
  const lost = [
    ...app.findLost(network.points),
    ...Object.entries(dropped).map(([reason, count]) => `${count} dropped: ${reason}`),
    ...(pending > 0 ? [`${pending} pending`] : []),
  ]
  return { requests, lines, stateChanges, retainedBytes, lost }
}

/** After a collection, where Node was started with `--expose-gc`. */
function heapBytes(): number {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function createCountingLogger(said: { lines: number }): Logger {
  const count = (): void => {
    said.lines += 1
  }
  return { error: count, warn: count, info: count, debug: count }
}
