import { describe, expect, it } from 'vitest'
import { FakeTransport, answer } from '../support/fake-transport.ts'
import { firstSeed, Random } from '../support/campaign.ts'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'
import { verifies } from '../requirements.ts'

const bucketMillis = 300_000
const dayMillis = 24 * 3_600_000

/** Runs a reader for a day; its timer fires up to `jitterMillis` early or late. */
async function runDay(intervalSeconds: number, jitterMillis: number) {
  const random = new Random(firstSeed)
  const transport = new FakeTransport()
  const { clock, exportNow } = useExporter({}, { transport })
  const start = clock.now()
  const posts: { atMillis: number; value: unknown }[] = []
  transport.script = (post) => {
    posts.push({ atMillis: clock.now() - start, value: post.value })
    return answer(200)
  }
  const measured: number[] = []
  let previous = start
  for (let tick = 1; tick * intervalSeconds * 1000 <= dayMillis; tick += 1) {
    const jitter = random.whole(-jitterMillis, jitterMillis)
    const atMillis = start + tick * intervalSeconds * 1000 + jitter
    await clock.advance(atMillis - clock.now())
    measured.push(clock.now() - start)
    const at = { startMillis: previous, endMillis: clock.now() }
    exportNow(resourceMetrics({ app: [counter('users', 1, at)] }))
    previous = clock.now()
    await clock.advance(0)
  }
  await clock.advance(2 * bucketMillis)
  return { posts, measured, clock }
}

describe(verifies('grid', 'the bucket grid'), () => {
  it.each([10, 30, 60, 90, 280, 300])(
    `gives a point per 300 s whatever the reader's interval: %i s, seed ${firstSeed}`,
    async (intervalSeconds) => {
      for (const jitterMillis of [0, 50]) {
        const { posts, measured } = await runDay(intervalSeconds, jitterMillis)
        expect(Math.abs(posts.length - 288)).toBeLessThanOrEqual(1)
        expect(posts.reduce((sum, { value }) => sum + Number(value), 0)).toBe(measured.length)
        // A first export that covers a whole bucket closes it; every cell has its own point.
        const first = measured[0] ?? 0
        const start = intervalSeconds > 270 ? first - bucketMillis : first
        const late = posts.map(
          ({ atMillis }, cell) => atMillis - (start + (cell + 1) * bucketMillis),
        )
        expect(Math.max(...late)).toBeLessThanOrEqual(bucketMillis / 10 + jitterMillis)
        expect(Math.min(...late)).toBeGreaterThanOrEqual(-bucketMillis / 10 - jitterMillis)
      }
    },
  )

  it('gives the first point of a 300 s reader at its first export', async () => {
    const { posts } = await runDay(300, 0)
    expect(posts[0]).toEqual({ atMillis: 300_000, value: 1 })
    expect(posts[1]).toEqual({ atMillis: 600_000, value: 1 })
  })

  it('posts the last bucket of an app that goes quiet', async () => {
    const { clock, exportNow, transport } = useExporter()
    const at = { startMillis: clock.now(), endMillis: clock.now() + 60_000 }
    await clock.advance(60_000)
    exportNow(resourceMetrics({ app: [counter('users', 3, at)] }))
    await clock.advance(bucketMillis * 1.1)
    expect(transport.valuesOf('users')).toEqual([3])
    await clock.advance(dayMillis)
    expect(transport.posts).toHaveLength(1)
    expect(clock.pendingTimers).toBe(0)
  })
})
