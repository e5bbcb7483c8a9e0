import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'
import { useTemporaryFile } from '../support/use-temporary-file.ts'

const point = { chart: 'users', value: 1 }
const key = { 'idempotency-key': 'first' }
const firstAnswer = { accepted: true, chart: 'users', points: 1 }
const dayMillis = 24 * 60 * 60 * 1000

describe('an Idempotency-Key', () => {
  it('gives the repeat of a point the first answer and stores nothing', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoint(spikelog, point, key)
    await postPoint(spikelog, point)
    const repeat = await postPoint(spikelog, point, key)
    expect([repeat.status, repeat.body]).toEqual([200, firstAnswer])
    expect(spikelog.points('users')).toHaveLength(2)
  })

  it('is refused with another body, and that body is not stored', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoint(spikelog, point, key)
    const reused = await postPoint(spikelog, { chart: 'users', value: 2 }, key)
    expect([reused.status, reused.body]).toEqual([
      422,
      {
        error: 'idempotency_key_reused',
        message:
          'This Idempotency-Key came with another body before: send a new key with each new point.',
      },
    ])
    expect(spikelog.points('users').map(({ value }) => value)).toEqual([1])
  })

  it('stores once when the repeats come at the same time', async () => {
    const spikelog = await useLocalSpikelog()
    const posts = await Promise.all(
      Array.from({ length: 8 }, () => postPoint(spikelog, point, key)),
    )
    expect(posts.map(({ body }) => body)).toEqual(Array.from({ length: 8 }, () => firstAnswer))
    expect(spikelog.points('users')).toHaveLength(1)
  })

  it('is not remembered for an answer that is no 2xx', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxCharts: 1 } })
    await postPoint(spikelog, { chart: 'other', value: 1 })
    const { status: full } = await postPoint(spikelog, point, key)
    const { status: broken } = await postPoint(spikelog, '{', key)
    await fetch(`${spikelog.url}/api/v1/charts/other`, {
      method: 'DELETE',
      headers: { 'x-api-key': spikelog.apiKey },
    })
    const { status, body } = await postPoint(spikelog, point, key)
    expect([full, broken, status, body]).toEqual([403, 400, 200, firstAnswer])
  })

  it('is remembered through eviction of its point', async () => {
    const spikelog = await useLocalSpikelog({ limits: { maxPoints: 2 } })
    await postPoint(spikelog, point, key)
    await postPoint(spikelog, { chart: 'users', value: 2 })
    await postPoint(spikelog, { chart: 'users', value: 3 })
    const { body } = await postPoint(spikelog, point, key)
    expect(body).toEqual(firstAnswer)
    expect(spikelog.points('users').map(({ value }) => value)).toEqual([2, 3])
  })

  it('is remembered through deletion of its chart', async () => {
    const spikelog = await useLocalSpikelog()
    await postPoint(spikelog, point, key)
    const headers = { 'x-api-key': spikelog.apiKey }
    await fetch(`${spikelog.url}/api/v1/charts/users`, { method: 'DELETE', headers })
    const { body } = await postPoint(spikelog, point, key)
    expect(body).toEqual(firstAnswer)
    expect(spikelog.charts()).toEqual([])
  })

  it('is remembered through a restart with a file', async () => {
    const file = useTemporaryFile('spikelog.db')
    const before = await useLocalSpikelog({ file })
    await postPoint(before, point, key)
    await before.close()
    const after = await useLocalSpikelog({ file })
    const { body: repeat } = await postPoint(after, point, key)
    const { status: reused } = await postPoint(after, { chart: 'users', value: 2 }, key)
    expect([repeat, reused]).toEqual([firstAnswer, 422])
    expect(after.points('users')).toMatchObject([{ value: 1, key: 'first' }])
  })

  it('is forgotten after 7 days, not earlier', async () => {
    let nowMillis = Date.UTC(2026, 0, 1)
    const spikelog = await useLocalSpikelog({ now: () => nowMillis })
    await postPoint(spikelog, point, key)
    nowMillis += 7 * dayMillis - 1
    const { body: repeat } = await postPoint(spikelog, point, key)
    nowMillis += 1
    const { body: later } = await postPoint(spikelog, point, key)
    expect([repeat, later]).toEqual([firstAnswer, { ...firstAnswer, points: 2 }])
  })

  it('may have 255 characters, and none counts as no key', async () => {
    const spikelog = await useLocalSpikelog()
    const longest = await postPoint(spikelog, point, { 'idempotency-key': 'k'.repeat(255) })
    const longer = await postPoint(spikelog, point, { 'idempotency-key': 'k'.repeat(256) })
    const first = await postPoint(spikelog, point, { 'idempotency-key': '' })
    const second = await postPoint(spikelog, { ...point, value: 2 }, { 'idempotency-key': '' })
    expect([longest, longer, first, second].map(({ status }) => status)).toEqual([
      200, 400, 200, 200,
    ])
  })
})
