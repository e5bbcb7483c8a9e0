import { readFileSync, existsSync } from 'node:fs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { expect, vi } from 'vitest'
import { useFolder } from '../../../client/support/use-folder.ts'
import { countRuns } from '../../../support/count-runs.ts'
import { FakeLogger } from '../../../support/fake-logger.ts'
import { apiKey, charts } from './fault.ts'
import type { Fault, Finished, Scene } from './fault.ts'
import { perChart } from './expect-conserved.ts'
import type { Totals } from './expect-conserved.ts'
import { longestBackoff, scaledRandom, times } from './scale.ts'
import { SkippingClock } from './skipping-clock.ts'
import { TimedExporter } from './timed-exporter.ts'
import { expectWhenInTime } from './too-late-to-tell.ts'
import { useConnections } from './use-connections.ts'
import { useLag } from './use-lag.ts'
import type { Lag } from './use-lag.ts'
import { createWatchedStore } from './watched-store.ts'
import type { WatchedStore } from './watched-store.ts'

/** What every operation may take beyond its deadline, and beyond what the event loop was late. */
const slackMillis = 100
/** More than anything that is waited for takes, its bucket's end included. */
const longestMillis = 3 * times.bucketMillis + times.deliveryTimeoutMillis

/** An app under one fault, in this process. */
export interface Cell {
  readonly fault: Fault
  readonly scene: Scene
  readonly provider: MeterProvider
  readonly exporter: TimedExporter
  readonly store: WatchedStore
  readonly logger: FakeLogger
  readonly clock: SkippingClock
  readonly runs: ReturnType<typeof countRuns>['runs']
  readonly file: string
  readonly lag: Lag
  /** Connections to the service that are open. */
  readonly connections: () => number
  /** Adds to each chart; no two points of a cell have one value. */
  readonly measure: () => void
  readonly recorded: () => Totals
  /** Fails when this took longer than it may. */
  readonly expectInTime: (what: string, millis: number, deadlineMillis: number) => Promise<void>
  /** Waits for the app or the service; fails loudly when it never comes. */
  readonly until: (what: string, isSo: () => boolean) => Promise<void>
}

/** Puts an app together on the world that a fault prepares. */
export async function useCell(
  fault: Fault,
  options: { readonly hasFile: boolean; readonly random?: () => number },
  finished: Finished,
): Promise<Cell> {
  const scene = await fault.prepare(finished)
  const file = `${useFolder(finished)}/rest.csv`
  const lag = await useLag(finished, times.shutdownTimeoutMillis / 10)
  const store = createWatchedStore(times.bucketMillis)
  const [logger, clock] = [new FakeLogger(), new SkippingClock()]
  const { runs, runDelivery } = countRuns()
  const exporter = new TimedExporter(
    {
      apiKey,
      endpoint: scene.endpoint,
      store,
      ...times,
      ...(fault.isBrief && { shutdownTimeoutMillis: 5000 }),
      ...(options.hasFile && { fallbackFile: file }),
      ...(scene.dispatcher && { dispatcher: scene.dispatcher }),
    },
    {
      clock,
      logger,
      runDelivery,
      random: fault.isBrief ? longestBackoff : (options.random ?? scaledRandom),
      environment: () => undefined,
    },
  )
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: times.bucketMillis,
    exportTimeoutMillis: times.bucketMillis,
  })
  const provider = new MeterProvider({ readers: [reader] })
  finished(() => provider.shutdown())
  const meter = provider.getMeter('app')
  const counters = charts.map((chart) => ({ chart, counter: meter.createCounter(chart) }))
  const recorded = new Map<string, number>()
  let value = 0
  return {
    fault,
    scene,
    provider,
    exporter,
    store,
    logger,
    clock,
    runs,
    file,
    lag,
    connections: useConnections(scene.endpoint, finished),
    measure() {
      for (const { chart, counter } of counters) {
        // Powers of two: whichever points are merged, the sum tells which ones they were.
        value += 1
        counter.add(2 ** (value - 1))
        recorded.set(chart, (recorded.get(chart) ?? 0) + 2 ** (value - 1))
      }
    },
    recorded: () => perChart((chart) => recorded.get(chart) ?? 0),
    async expectInTime(what, millis, deadlineMillis) {
      const most = deadlineMillis + slackMillis + (await lag.mostMillis())
      const took = `${what}: ${millis} of ${most} ms`
      await expectWhenInTime(lag, () => {
        expect({ took, isInTime: millis <= most }).toEqual({ took, isInTime: true })
      })
    },
    async until(what, isSo) {
      const check = (): void => expect({ what, isSo: isSo() }).toEqual({ what, isSo: true })
      try {
        await vi.waitFor(check, { timeout: longestMillis, interval: 10 })
      } catch {
        await expectWhenInTime(lag, check)
      }
    },
  }
}

/** Everything that a cell left where people may read it. */
export function readTraces({ logger, file }: Cell): string {
  const lines = logger.lines.map(({ message }) => message)
  return [...lines, existsSync(file) ? readFileSync(file, 'utf8') : ''].join('\n')
}
