import { describe, expect, it } from 'vitest'
import type { Attempt, PostRequest } from '@spikelog-otel/client'
import { FakeClock } from '../support/fake-clock.ts'
import { answer, failure } from '../support/fake-transport.ts'
import type { SeenPost } from '../support/fake-transport.ts'
import { bucketMillis, useClient } from '../support/use-client.ts'

const charts = Array.from({ length: 10 }, (_, index) => `chart ${index}`)
const days = (count: number): number => (count * 86_400_000) / bucketMillis

type Outage = (post: SeenPost, request: PostRequest) => Attempt | Promise<Attempt>

const outages: readonly (readonly [what: string, outage: Outage | undefined])[] = [
  ['hanging', undefined],
  ['503', () => answer(503)],
  ['500', () => answer(500)],
  ['no connection', () => failure(false)],
  ['429 with Retry-After', () => answer(429, { retryAfter: '3600' })],
]

describe('an outage of a week', () => {
  it.each(outages)(
    '%s: costs one request a bucket and two lines, and loses nothing',
    async (_what, outage) => {
      const { client, clock, transport, logger } = useClient()
      const hang: Outage = (_post, { timeoutMillis }) =>
        new Promise((resolve) => {
          clock.schedule(() => resolve(failure(true, 'no answer')), timeoutMillis)
        })
      const perBucket: number[] = []
      const bucket = async (): Promise<void> => {
        const before = transport.posts.length
        for (const chart of charts) client.add(chart, 1)
        await clock.advance(bucketMillis)
        perBucket.push(transport.posts.length - before)
      }
      for (let count = 0; count < 3; count += 1) await bucket()
      transport.script = outage ?? hang
      for (let count = 0; count < days(7); count += 1) await bucket()
      expect(Math.max(...perBucket.slice(6))).toBeLessThanOrEqual(1)
      expect(client.health()).toMatchObject({ state: 'down', pending: 10, dropped: {} })
      expect(clock.pendingTimers).toBeLessThanOrEqual(2)
      transport.script = () => answer(200)
      transport.posts.length = 0
      for (let count = 0; count < 16; count += 1) await bucket()
      await clock.until(client.flush())
      expect(client.health()).toMatchObject({ state: 'up', pending: 0, dropped: {}, clamped: 0 })
      for (const chart of charts) {
        const sum = transport.valuesOf(chart).reduce<number>((a, value) => a + Number(value), 0)
        // Two or three buckets were delivered before.
        expect(sum).toBeGreaterThanOrEqual(days(7) + 16)
        expect(sum).toBeLessThanOrEqual(days(7) + 19)
      }
      expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
    },
  )

  it('costs a process that was suspended nothing but one late point', async () => {
    const clock = new FakeClock()
    let suspendedMillis = 0
    const now = (): number => clock.now() + suspendedMillis
    const { client, transport } = useClient(
      {},
      { clock: { now, wallNow: now, schedule: (run, millis) => clock.schedule(run, millis) } },
    )
    client.add('users', 1)
    await clock.advance(bucketMillis / 2)
    suspendedMillis = 40 * bucketMillis
    client.add('users', 2)
    await clock.advance(0)
    expect(transport.valuesOf('users')).toEqual([1])
    await clock.advance(1.2 * bucketMillis)
    expect(transport.valuesOf('users')).toEqual([1, 2])
    expect(client.health()).toMatchObject({ pending: 0, dropped: {} })
  })
})
