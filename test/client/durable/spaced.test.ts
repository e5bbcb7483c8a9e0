import { describe, expect, it } from 'vitest'
import { answer, failure } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'
import { useProcesses } from '../../support/use-processes.ts'

const minute = 60_000
const spaced = { force: 'spaced' } as const

/** Runs a job of the same chart in a process of its own, at even times. */
async function runJobs(all: ReturnType<typeof useProcesses>, count: number, everyMillis: number) {
  const counts: number[] = []
  for (let run = 0; run < count; run += 1) {
    await all.run(async (client) => {
      client.add('job', 1)
      await all.clock.until(client.flush(spaced))
    })
    counts.push(all.transport.posts.length)
    await all.clock.advance(everyMillis)
  }
  return counts
}

/** Jobs, one each minute, as the command line runs them. */
async function runForHours(
  all: ReturnType<typeof useProcesses>,
  chartsOf: (run: number) => readonly string[],
) {
  const options = { deliveryTimeoutMillis: 1100, timeoutMillis: 800, shutdownTimeoutMillis: 2000 }
  for (let run = 0; run < 6 * 60; run += 1) {
    await all.run(async (client) => {
      for (const chart of chartsOf(run)) client.add(chart, 1)
      await all.clock.until(client.flush({ ...spaced, giveUp: true, timeoutMillis: 1500 }))
    }, options)
    await all.clock.advance(minute - (all.clock.now() % minute))
  }
}

describe("`flush({ force: 'spaced' })`", () => {
  it('posts a nightly job at once, each night', async () => {
    const all = useProcesses()
    expect(await runJobs(all, 3, 24 * 60 * minute)).toEqual([1, 2, 3])
    expect(all.transport.valuesOf('job')).toEqual([1, 1, 1])
  })

  it('posts a job that runs once a bucket each time, early or late as it may be', async () => {
    const all = useProcesses()
    await runJobs(all, 5, 0.95 * bucketMillis)
    await runJobs(all, 5, 1.05 * bucketMillis)
    expect(all.transport.valuesOf('job')).toEqual(Array.from({ length: 10 }, () => 1))
  })

  it('gives a job that runs each minute one point a bucket', async () => {
    const all = useProcesses()
    await runJobs(all, 24 * 60, minute)
    await all.run((client) => client.flush())
    const values = all.transport.valuesOf('job').map(Number)
    expect(values.length).toBeGreaterThanOrEqual(287)
    expect(values.length).toBeLessThanOrEqual(289)
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(24 * 60)
  })

  it.each([54, 12.6, 11, 5.3, 2.2, 1.3])(
    'gives a job that runs %s times a bucket no more points than there are buckets',
    async (runsABucket) => {
      const all = useProcesses()
      const buckets = 12
      await runJobs(all, Math.ceil(buckets * runsABucket), bucketMillis / runsABucket)
      await all.run((client) => client.flush())
      const values = all.transport.valuesOf('job').map(Number)
      expect(values.length).toBeGreaterThanOrEqual(buckets - 1)
      // The first run's point is a bucket's own, and so is what waits at the end.
      expect(values.length).toBeLessThanOrEqual(buckets + 2)
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(Math.ceil(buckets * runsABucket))
    },
  )

  it('tries once a bucket, in new processes too, while the service is away', async () => {
    const all = useProcesses()
    all.transport.script = () => failure(false, 'ECONNREFUSED')
    await runForHours(all, (run) => [`job ${run % 9}`])
    expect(all.transport.posts.length).toBeLessThanOrEqual(6 * 12 + 3)
    expect(all.logger.lines).toHaveLength(1)
  })

  it('tries a chart that fails alone once a bucket, and speaks of an outage once at most', async () => {
    const all = useProcesses()
    await runJobs(all, 20, minute)
    all.transport.script = ({ chart }) => answer(chart === 'failing' ? 500 : 200)
    await runForHours(all, () => ['failing', 'job', 'other'])
    expect(all.transport.valuesOf('failing').length).toBeLessThanOrEqual(6 * 12 * 2 + 10)
    expect(all.transport.valuesOf('job').length).toBeGreaterThanOrEqual(6 * 12 - 1)
    const told = all.logger.at('warn').filter((line) => line.includes('reached'))
    expect(told.length).toBeLessThanOrEqual(1)
  })

  it('posts only the charts that are due for a point', async () => {
    const all = useProcesses()
    await all.run(async (client) => {
      client.add('job', 1)
      await client.flush()
      client.add('job', 1)
      client.add('other', 1)
      await client.flush(spaced)
    })
    expect(all.transport.posts.map(({ chart }) => chart)).toEqual(['job', 'other'])
  })

  it('posts what is newer too when its sealed claim is through', async () => {
    const { client, clock, transport } = useClient({ maxRetries: 0 })
    transport.script = () => failure(true)
    client.add('job', 1)
    await client.flush()
    await clock.advance(0.5 * bucketMillis)
    client.add('job', 2)
    transport.script = () => answer(200)
    await clock.advance(0.3 * bucketMillis)
    await client.flush(spaced)
    expect(transport.valuesOf('job')).toEqual([1])
    await clock.advance(0.15 * bucketMillis)
    await client.flush(spaced)
    expect(transport.valuesOf('job')).toEqual([1, 1, 2])
  })

  it('is asked together with others: what asks for more is done', async () => {
    const { client, clock, transport } = useClient()
    client.add('job', 1)
    transport.script = () =>
      new Promise((resolve) => {
        clock.schedule(() => resolve(answer(200)), 1000)
      })
    const flushes = [client.flush(), client.flush(spaced), client.flush({ force: false })]
    client.add('job', 1)
    client.add('other', 1)
    await clock.until(Promise.all(flushes))
    expect(transport.posts.map(({ chart }) => chart)).toEqual(['job', 'other'])
    for (const forces of [[true, false] as const, ['spaced', true] as const]) {
      client.add('job', 1)
      client.add('slow', 1)
      const more = [{ force: false }, ...forces.map((force) => ({ force }))]
      await clock.advance(bucketMillis)
      const before = transport.posts.length
      const all = more.map((options) => client.flush(options))
      client.add('job', 5)
      await clock.until(Promise.all(all))
      expect(transport.posts.length - before).toBeGreaterThan(0)
      expect(client.health().pending).toBe(0)
    }
  })
})
