import { createSqliteBucketStore, SpikelogClient } from '@spikelog-otel/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../../requirements.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, testKey } from '../../support/use-client.ts'
import { useFolder } from '../support/use-folder.ts'

const minute = 60_000
const runs = 1440

/** Runs a job once a minute: each run a client of its own, on one file. */
async function runJobs(
  transport: FakeTransport,
  { from = 0, to = runs, store = `${useFolder()}/store.sqlite`, clock = new FakeClock() } = {},
) {
  const logger = new FakeLogger()
  let added = 0
  for (let run = from; run < to; run += 1) {
    const client = new SpikelogClient(
      { apiKey: testKey, store, clamp: false },
      { clock, transport, logger, random: () => 0.5, environment: () => undefined },
    )
    client.add('runs', 1)
    client.add('processed', run)
    client.record('duration', run)
    added += run
    await clock.until(client.close())
    // A process ends a while after it began, and cron starts the next on the minute.
    await clock.advance(minute - (clock.now() % minute) + 1000 + (run % 7) * 100)
  }
  return { store, clock, logger, added }
}

/** A file that an app has open all day: no job is the last to close it, and cleans it up. */
function useOpenStore(clock: FakeClock): string {
  const path = `${useFolder()}/store.sqlite`
  const app = createSqliteBucketStore({ path, bucketMillis, clock })
  onTestFinished(() => void app.durable.close(clock.now()))
  expect(app.pending().size).toBe(0)
  return path
}

const total = (values: readonly unknown[]): number =>
  values.reduce<number>((sum, value) => sum + Number(value), 0)

describe(verifies('shortLived', 'a job that runs once a minute for a day'), () => {
  it('makes a point a bucket, whose sum is exact', { timeout: 120_000 }, async () => {
    const transport = new FakeTransport()
    const { store, clock, logger, added } = await runJobs(transport)
    for (const chart of ['runs', 'processed', 'duration']) {
      expect(Math.abs(transport.valuesOf(chart).length - 288)).toBeLessThanOrEqual(1)
    }
    await clock.advance(bucketMillis)
    await runJobs(transport, { from: 0, to: 1, store, clock })
    expect(total(transport.valuesOf('runs'))).toBe(runs)
    expect(total(transport.valuesOf('processed'))).toBe(added)
    expect(transport.overlapped).toEqual([])
    expect(logger.lines.filter(({ level }) => level !== 'debug')).toEqual([])
  })

  it.each([
    { when: 'does not answer', attempt: failure(true, 'timeout', 'timeout') },
    { when: 'refuses connections', attempt: failure(false, 'ECONNREFUSED') },
  ])('loses nothing while the service $when, all day', { timeout: 60_000 }, async ({ attempt }) => {
    const transport = new FakeTransport(() => attempt)
    const clock = new FakeClock()
    const away = await runJobs(transport, { to: 1430, clock, store: useOpenStore(clock) })
    const tried = transport.posts.length
    // One probe a bucket and a chart at most, not one a run.
    expect(tried).toBeLessThanOrEqual(288 * 3 * 4)
    const delivered = new Map<string, { chart: string; value: unknown }>()
    transport.script = (post) => {
      delivered.set(post.key, post)
      return answer(200)
    }
    const back = await runJobs(transport, { ...away, from: 1430, to: 1450 })
    const valuesOf = (name: string) =>
      [...delivered.values()].flatMap(({ chart, value }) => (chart === name ? [value] : []))
    const waiting = new SpikelogClient(
      { apiKey: testKey, store: away.store },
      { clock: away.clock, transport, logger: back.logger, environment: () => undefined },
    )
    await away.clock.until(waiting.flush())
    await away.clock.until(waiting.close())
    expect(total(valuesOf('runs'))).toBe(1450)
    expect(total(valuesOf('processed'))).toBe(away.added + back.added)
    // What was carried over is one point; a sealed one goes before it.
    expect(valuesOf('runs').length).toBeLessThanOrEqual(7)
  })
})
