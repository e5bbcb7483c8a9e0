import { describe, expect, it } from 'vitest'
import {
  bucketEnd,
  closesAfter,
  startOfGrid,
  timerCloses,
} from '../../../packages/client/src/bucket/bucket-grid.ts'
import { FakeTransport } from '../../support/fake-transport.ts'
import { bucketMillis, useClient } from '../../support/use-client.ts'

const dayMillis = 86_400_000

/** Posts of one client, each with the time it was posted at. */
function useTimedClient() {
  const at: number[] = []
  const transport = new FakeTransport()
  const used = useClient({ clamp: false }, { transport })
  const answer = transport.script
  transport.script = (post, request) => {
    at.push(used.clock.now())
    return answer(post, request)
  }
  return { ...used, at }
}

/** Exports as a reader with this interval does: `from` is where the collection before ended. */
async function readFor(
  { client, clock }: Pick<ReturnType<typeof useTimedClient>, 'client' | 'clock'>,
  options: { intervalMillis: number; forMillis: number; jitter: () => number },
): Promise<number> {
  const startMillis = clock.now()
  let fromMillis = startMillis
  let exports = 0
  for (;;) {
    exports += 1
    const nextMillis = startMillis + exports * options.intervalMillis + options.jitter()
    if (nextMillis > startMillis + options.forMillis) return exports - 1
    await clock.advance(nextMillis - clock.now())
    const now = clock.now()
    const one = { count: 1, sum: 1, min: 1, max: 1, fromMillis, toMillis: now }
    client.merge('users', one)
    client.merge('orders', one)
    client.postDue()
    fromMillis = now
  }
}

describe('the times of a bucket', () => {
  const dueMillis = closesAfter({ startMillis: 5000, bucketMillis }, 2)

  it('are a tenth before its end, its end, and a tenth after', () => {
    expect(dueMillis).toBe(5000 + 2.9 * bucketMillis)
    expect(bucketEnd(dueMillis, bucketMillis)).toBe(5000 + 3 * bucketMillis)
    expect(timerCloses(dueMillis, bucketMillis)).toBe(5000 + 3.1 * bucketMillis)
  })

  it('begin a bucket earlier when more than nine tenths of one were measured already', () => {
    const now = 10 * bucketMillis
    expect(startOfGrid(now - 0.9 * bucketMillis, now, bucketMillis)).toBe(now)
    expect(startOfGrid(now - 0.9 * bucketMillis - 1, now, bucketMillis)).toBe(now - bucketMillis)
  })
})

describe('the grid of buckets', () => {
  it.each([10, 30, 60, 90, 280, 300])(
    'gets one point a bucket from a reader of %i s that jitters by 50 ms',
    async (seconds) => {
      let seed = seconds
      const jitter = (): number => {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
        return (seed / 2 ** 31 - 0.5) * 100
      }
      const timed = useTimedClient()
      const exports = await readFor(timed, {
        intervalMillis: seconds * 1000,
        forMillis: dayMillis,
        jitter,
      })
      const times = timed.at.filter((_at, index) => timed.transport.posts[index]?.chart === 'users')
      expect(Math.abs(times.length - 288)).toBeLessThanOrEqual(1)
      // The grid starts with the first export, a bucket earlier if that took one to measure.
      const firstMillis = 1000 + seconds * 1000 + (seconds >= 280 ? -bucketMillis : 0)
      const cells = times.map((at) => Math.round((at - firstMillis) / bucketMillis))
      expect(new Set(cells).size).toBe(cells.length)
      for (const [index, at] of times.entries()) {
        const endMillis = firstMillis + (cells[index] ?? 0) * bucketMillis
        expect(Math.abs(at - endMillis)).toBeLessThanOrEqual(bucketMillis / 10 + 200)
      }
      await timed.client.flush()
      const sum = timed.transport.valuesOf('users').reduce<number>((a, v) => a + Number(v), 0)
      expect(sum).toBe(exports)
    },
  )

  it('closes the first bucket of a 300 s reader with its first export', async () => {
    const timed = useTimedClient()
    await readFor(timed, { intervalMillis: 300_000, forMillis: 300_000, jitter: () => 0 })
    await timed.clock.advance(0)
    expect(timed.transport.valuesOf('users')).toEqual([1])
  })

  it('closes the last bucket of a reader that goes quiet by a timer', async () => {
    const timed = useTimedClient()
    await readFor(timed, { intervalMillis: 60_000, forMillis: 600_000, jitter: () => 0 })
    const startMillis = 1000 + 60_000
    await timed.clock.advance(dayMillis)
    expect(timed.transport.valuesOf('users')).toEqual([6, 4])
    expect((timed.at.at(-1) ?? 0) - startMillis).toBe(2.1 * bucketMillis)
    expect(timed.clock.pendingTimers).toBe(0)
  })

  it('starts anew at a flush: the next point comes a bucket later', async () => {
    const { client, clock, at } = useTimedClient()
    client.add('users', 1)
    await clock.advance(0.5 * bucketMillis)
    await client.flush()
    client.add('users', 2)
    const startMillis = clock.now()
    await clock.advance(3 * bucketMillis)
    expect(at).toHaveLength(2)
    expect((at[1] ?? 0) - startMillis).toBeCloseTo(1.1 * bucketMillis, 3)
  })

  it('is not overdue because an older timer fires just before', async () => {
    const { client, clock, at } = useTimedClient()
    client.add('users', 1)
    await clock.advance(0.05 * bucketMillis)
    await client.flush()
    client.add('users', 2)
    const startMillis = clock.now()
    await clock.advance(3 * bucketMillis)
    expect((at[1] ?? 0) - startMillis).toBeLessThanOrEqual(1.1 * bucketMillis)
  })

  it('gets one point a bucket from an app that measures once a bucket', async () => {
    const { client, clock, transport } = useTimedClient()
    for (let bucket = 0; bucket < 50; bucket += 1) {
      client.set('users', bucket)
      await clock.advance(bucketMillis + 1)
    }
    expect(transport.valuesOf('users')).toEqual(Array.from({ length: 49 }, (_, index) => index))
  })

  it('survives a wall clock that jumps by years', async () => {
    const { client, clock, at } = useTimedClient()
    for (let bucket = 0; bucket < 20; bucket += 1) {
      client.add('users', 1)
      clock.wallOffset += (bucket % 2 === 0 ? -1 : 1) * 1e11
      await clock.advance(bucketMillis)
    }
    expect(at.length).toBeGreaterThanOrEqual(19)
    expect(at.length).toBeLessThanOrEqual(20)
  })
})
