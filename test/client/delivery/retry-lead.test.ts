import { sleep } from '../../../packages/client/src/clock.ts'
import { describe, expect, it } from 'vitest'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { useClient } from '../../support/use-client.ts'

/** A client that has a point of each of so many charts to post. */
function useCharts(count: number) {
  const used = useClient({ maxCharts: count })
  for (let chart = 0; chart < count; chart += 1) used.client.add(`chart ${chart}`)
  return used
}

/** How many posts each chart had, most first. */
function postsByChart({ posts }: FakeTransport): number[] {
  const counts = new Map<string, number>()
  for (const { chart } of posts) counts.set(chart, (counts.get(chart) ?? 0) + 1)
  return [...counts.values()].toSorted((a, b) => b - a)
}

describe('retries of several charts', () => {
  it.each([
    ['answers 503', () => answer(503)],
    ['answers 500', () => answer(500)],
    ['cannot be reached', () => failure(false)],
    ['resets connections', () => failure(true)],
  ])('are one chart’s while the service %s', async (_what, script) => {
    const { client, clock, transport } = useCharts(10)
    transport.script = script
    await clock.until(client.flush())
    expect(postsByChart(transport)).toEqual([4, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    expect(client.health()).toMatchObject({ state: 'down', pending: 10, dropped: {} })
  })

  it('are made by all as soon as the first gets through', async () => {
    const { client, clock, transport } = useCharts(10)
    transport.script = () => answer(transport.posts.length > 11 ? 200 : 503)
    expect(await clock.until(client.flush())).toMatchObject({ delivered: 10, pending: 0 })
    expect(postsByChart(transport)).toEqual([3, 2, 2, 2, 2, 2, 2, 2, 2, 2])
  })

  it('are each chart’s own when another one is delivered', async () => {
    const { client, clock, transport } = useCharts(3)
    transport.script = ({ chart }) => answer(chart === 'chart 2' ? 200 : 503)
    await clock.until(client.flush())
    expect(postsByChart(transport)).toEqual([4, 4, 1])
    expect(client.health().state).toBe('up')
  })

  it('are each chart’s own when another one is refused, which is an answer', async () => {
    const { client, clock, transport } = useCharts(3)
    transport.script = ({ chart }) =>
      chart === 'chart 2' ? answer(400, { body: '{"error":"invalid_request"}' }) : answer(503)
    await clock.until(client.flush())
    expect(postsByChart(transport)).toEqual([4, 4, 1])
  })

  it('start no chart beyond ten when nothing gets through', async () => {
    const { client, clock, transport } = useCharts(30)
    transport.script = () => answer(503)
    await clock.until(client.flush())
    expect(postsByChart(transport)).toEqual([4, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    transport.script = () => answer(200)
    await clock.until(client.flush())
    expect(client.health()).toMatchObject({ state: 'up', pending: 0, dropped: {} })
  })

  it('are made, and charts beyond ten tried, while an answer to another may still come', async () => {
    const { client, clock, transport } = useCharts(12)
    transport.script = async ({ chart }, { signal }) => {
      if (chart === 'chart 0') return answer(503)
      if (chart === 'chart 1') return answer(transport.valuesOf(chart).length > 1 ? 200 : 503)
      await sleep(clock, 5000, { ref: false, signal })
      return answer(200)
    }
    expect(await clock.until(client.flush())).toMatchObject({ delivered: 11, pending: 1 })
  })

  it('wait for the first no longer than the delivery may take', async () => {
    const { client, clock, transport } = useCharts(3)
    transport.script = ({ chart }, request) =>
      transport.valuesOf(chart).length > 1 ? FakeTransport.hang(request) : answer(503)
    const startMillis = clock.now()
    await clock.until(client.close({ timeoutMillis: 5000 }))
    expect(clock.now() - startMillis).toBeLessThanOrEqual(5000)
    expect(client.health().pending).toBe(0)
  })
})
