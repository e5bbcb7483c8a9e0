import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { useEvents } from '../support/use-events.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'
import { useTemporaryFile } from '../support/use-temporary-file.ts'

const post = (spikelog: LocalSpikelog, chart: string, value: number) =>
  postPoint(spikelog, { chart, value })

const remove = ({ url, apiKey }: LocalSpikelog, chart: string) =>
  fetch(`${url}/api/v1/charts/${chart}`, {
    method: 'DELETE',
    headers: { 'x-api-key': apiKey },
  })

describe('GET /events', () => {
  it('tells all there is first, then what comes', async () => {
    const spikelog = await useLocalSpikelog({ now: () => 1000, limits: { maxPoints: 3 } })
    await post(spikelog, 'users', 1)
    const events = await useEvents(spikelog)
    expect(await events.nextSync()).toMatchObject({
      isComplete: true,
      charts: [1],
      changes: [{ id: 1, name: 'users', kept: 1, times: [1000], values: [1] }],
      limits: { charts: 10, points: 3 },
      refusals: [],
    })
    await post(spikelog, 'users', 2)
    await post(spikelog, 'orders', 3)
    expect(await events.nextSync()).toMatchObject({
      isComplete: false,
      charts: [1, 2],
      changes: [
        { id: 1, kept: 2, values: [2] },
        { id: 2, name: 'orders', values: [3] },
      ],
    })
  })

  it('tells an empty account too', async () => {
    const events = await useEvents(await useLocalSpikelog())
    expect(await events.nextSync()).toMatchObject({ isComplete: true, charts: [], changes: [] })
  })

  it('tells what is gone: deleted, made again, emptied', async () => {
    const spikelog = await useLocalSpikelog()
    await post(spikelog, 'users', 1)
    const events = await useEvents(spikelog)
    await events.nextSync()
    await remove(spikelog, 'users')
    expect(await events.nextSync()).toMatchObject({ isComplete: false, charts: [], changes: [] })
    await post(spikelog, 'users', 2)
    expect(await events.nextSync()).toMatchObject({
      charts: [2],
      changes: [{ id: 2, kept: 1, values: [2] }],
    })
    spikelog.reset()
    expect(await events.nextSync()).toMatchObject({ charts: [], changes: [] })
  })

  it('tells what was refused', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxCharts: 1 }, now: () => 5 })
    await post(spikelog, 'users', 1)
    await post(spikelog, 'orders', 1)
    await postPoint(spikelog, '{')
    await post(spikelog, 'orders', 1)
    const events = await useEvents(spikelog)
    expect((await events.nextSync()).refusals).toEqual([
      { code: 'chart_limit_reached', chart: 'orders', count: 2, lastAtMillis: 5 },
      { code: 'invalid_request', count: 1, lastAtMillis: 5 },
    ])
    await postPoint(spikelog, { chart: 'users', value: 2 }, { 'x-api-key': 'sk_other' })
    expect((await events.nextSync()).refusals[0]).toMatchObject({ code: 'invalid_api_key' })
  })

  it.each<[string, (position: string) => [path: string, headers?: Record<string, string>]]>([
    ['?after', (position) => [`/events?after=${position}`]],
    ['Last-Event-ID', (position) => ['/events', { 'last-event-id': position }]],
  ])('goes on where %s says the page stands', async (_name, toRequest) => {
    const spikelog = await useLocalSpikelog()
    await post(spikelog, 'users', 1)
    const first = await useEvents(spikelog)
    const { position } = await first.nextSync()
    first.close()
    await post(spikelog, 'users', 2)
    await post(spikelog, 'users', 3)
    const second = await useEvents(spikelog, ...toRequest(position))
    expect(await second.nextSync()).toMatchObject({
      isComplete: false,
      charts: [1],
      changes: [{ id: 1, kept: 3, values: [2, 3] }],
    })
  })

  it('begins anew for a page that comes from another run of the server', async () => {
    const file = useTemporaryFile('spikelog.db')
    const before = await useLocalSpikelog({ file })
    await post(before, 'users', 1)
    const { position } = await (await useEvents(before)).nextSync()
    await before.close()
    const after = await useLocalSpikelog({ file })
    const events = await useEvents(after, `/events?after=${position}`)
    expect(await events.nextSync()).toMatchObject({
      isComplete: true,
      changes: [{ name: 'users', values: [1] }],
    })
  })

  it.each(['nonsense', '', 'x.y', '.', '9'.repeat(400)])(
    'takes the position %j for none',
    async (position) => {
      const spikelog = await useLocalSpikelog()
      const events = await useEvents(spikelog, `/events?after=${position}`)
      expect((await events.nextSync()).isComplete).toBe(true)
    },
  )

  it.each(['br', 'gzip', 'identity'])('packs each event on its own as %s', async (encoding) => {
    const spikelog = await useLocalSpikelog()
    const events = await useEvents(spikelog, '/events', { 'accept-encoding': encoding })
    expect(events.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'accept-encoding',
    })
    expect(events.response.headers['content-encoding'] ?? 'identity').toBe(encoding)
    await events.nextSync()
    await post(spikelog, 'users', 1)
    expect((await events.nextSync()).changes).toHaveLength(1)
  })

  it('answers HEAD without a stream', async () => {
    const { url } = await useLocalSpikelog()
    const response = await fetch(`${url}/events`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })

  it('ends with the server, which ends in time', async () => {
    const spikelog = await useLocalSpikelog()
    const events = await useEvents(spikelog)
    await events.nextSync()
    await spikelog.close()
    await expect(events.next()).rejects.toThrow(/aborted|terminated|ended/)
  })

  it('forgets a page that is gone', async () => {
    const spikelog = await useLocalSpikelog()
    const events = await useEvents(spikelog)
    await events.nextSync()
    const closed = new Promise((resolve) => events.response.once('close', resolve))
    events.close()
    await closed
    await post(spikelog, 'users', 1)
    const other = await useEvents(spikelog)
    expect((await other.nextSync()).changes).toHaveLength(1)
  })
})
