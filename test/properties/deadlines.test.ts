import * as fc from 'fast-check'
import { SpikelogClient } from '@spikelog-otel/client'
import type { ClientParts } from '@spikelog-otel/client'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { testKey } from '../support/use-client.ts'
import {
  createUnrulyLogger,
  createUnrulyStore,
  createUnrulyTransport,
  someTrouble,
  toFile,
} from './support/unruly.ts'
import type { Trouble } from './support/unruly.ts'

const bucketMillis = 10_000

/** What is asked of a client, and how much time it may take. */
type Step =
  | { readonly do: 'measure'; readonly chart: number }
  | { readonly do: 'wait'; readonly millis: number }
  | { readonly do: 'flush'; readonly timeoutMillis: number; readonly giveUp: boolean }
  | { readonly do: 'close'; readonly timeoutMillis: number }

const aTime = fc.oneof(fc.constantFrom(0, 1, 10, 5000), fc.integer({ min: 0, max: 60_000 }))

const someSteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('measure' as const), chart: fc.nat(11) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), millis: aTime }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('flush' as const),
        timeoutMillis: aTime,
        giveUp: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('close' as const), timeoutMillis: aTime }),
    },
  ),
  { minLength: 1, maxLength: 20 },
)

describe(verifies('shutdown', 'deadlines'), () => {
  it('whatever is broken, flush() and close() resolve in their time', async () => {
    const folder = useFolder()
    await check(
      fc.asyncProperty(someSteps, someTrouble, async (steps, trouble) => {
        const clock = new FakeClock()
        const watch = new Stopwatch(clock)
        const client = new SpikelogClient(
          toOptions(clock, trouble, folder),
          toParts(clock, trouble),
        )
        // The first close() is the one that counts; the others join it.
        let closesAt: number | undefined
        for (const step of steps) {
          if (step.do === 'measure') client.add(`chart ${step.chart}`, 1)
          else if (step.do === 'wait') await clock.advance(step.millis)
          else if (step.do === 'flush') {
            // To give up takes a moment of the shutdown's.
            const most = step.timeoutMillis + (step.giveUp ? 250 : 0)
            watch.expect(client.flush(step), most)
          } else {
            closesAt ??= clock.now() + step.timeoutMillis
            watch.expect(client.close(step), Math.max(closesAt - clock.now(), 0))
          }
        }
        await clock.advance(200_000)
        expect(watch.missed).toEqual([])
      }),
      10_000,
    )
  })

  it('whatever is broken, forceFlush() and shutdown() resolve in their time', async () => {
    const folder = useFolder()
    const shutdownTimeoutMillis = 5000
    const aMoment = fc.constantFrom(0, 0, 0, 100, 999, 1000, 9000)
    await check(
      fc.asyncProperty(
        fc.array(fc.record({ exports: fc.nat(3), flushes: fc.nat(2), waitMillis: aTime }), {
          maxLength: 8,
        }),
        aMoment,
        someTrouble,
        async (rounds, pauseMillis, trouble) => {
          const clock = new FakeClock()
          const watch = new Stopwatch(clock)
          const options = { ...toOptions(clock, trouble, folder), shutdownTimeoutMillis }
          const exporter = new SpikelogMetricExporter(options, toParts(clock, trouble))
          for (const { exports, flushes, waitMillis } of rounds) {
            for (let count = 0; count < exports; count += 1) {
              const at = { startMillis: clock.now() - 1, endMillis: clock.now() }
              const metrics = [counter('a', 1, at), counter('b', 1, at)]
              exporter.export(resourceMetrics({ app: metrics }), () => {})
            }
            for (let count = 0; count < flushes; count += 1) {
              watch.expect(exporter.forceFlush(), shutdownTimeoutMillis)
            }
            await clock.advance(waitMillis)
          }
          // As the SDK ends: the shutdown shares the time of a flush right before it.
          const startMillis = clock.now()
          const flushed = exporter.forceFlush()
          watch.expect(flushed, shutdownTimeoutMillis)
          await clock.until(flushed)
          await clock.advance(pauseMillis)
          const most = shutdownTimeoutMillis - (pauseMillis < 1000 ? clock.now() - startMillis : 0)
          watch.expect(exporter.shutdown(), Math.max(most, 0))
          await clock.advance(200_000)
          expect(watch.missed).toEqual([])
        },
      ),
      5000,
    )
  })
})

/** Sees whether promises resolve in time. */
class Stopwatch {
  readonly missed: string[] = []
  readonly #clock: FakeClock

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  expect(promise: Promise<unknown>, mostMillis: number): void {
    const startMillis = this.#clock.now()
    const miss = `not within ${mostMillis} ms`
    this.missed.push(miss)
    void this.#wait(promise, miss, startMillis + mostMillis)
  }

  async #wait(promise: Promise<unknown>, miss: string, latestMillis: number): Promise<void> {
    await promise
    this.missed.splice(this.missed.indexOf(miss), 1)
    // Numbers of milliseconds are added up in another order.
    const late = this.#clock.now() - latestMillis
    if (late > 1e-6) this.missed.push(`${miss}, ${late} ms later`)
  }
}

function toOptions(clock: FakeClock, trouble: Trouble, folder: string) {
  return {
    apiKey: testKey,
    bucketMillis,
    store: createUnrulyStore(clock, bucketMillis, trouble),
    fallbackFile: toFile(trouble, folder),
  }
}

function toParts(clock: FakeClock, trouble: Trouble): ClientParts {
  return {
    clock,
    transport: createUnrulyTransport(clock, trouble),
    logger: createUnrulyLogger(trouble),
    random: () => 0.5,
    environment: () => undefined,
  }
}
