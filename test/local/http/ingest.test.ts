import { describe, expect, it } from 'vitest'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const nowMillis = Date.UTC(2026, 0, 31, 12)

describe('POST /api/v1/ingest', () => {
  it('stores a point and says how many points the chart has', async () => {
    const spikelog = await useLocalSpikelog({ now: () => nowMillis })
    const first = await postPoint(spikelog, { chart: 'users', value: 42 })
    const second = await postPoint(spikelog, { chart: 'users', value: -1.5 })
    expect(first).toMatchObject({
      status: 200,
      body: { accepted: true, chart: 'users', points: 1 },
    })
    expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(second.body).toEqual({ accepted: true, chart: 'users', points: 2 })
    expect(spikelog.points('users')).toEqual([
      { value: 42, timestamp: '2026-01-31T12:00:00.000Z' },
      { value: -1.5, timestamp: '2026-01-31T12:00:00.000Z' },
    ])
  })

  it('keeps timestamp, tags and idempotency key of a point', async () => {
    const spikelog = await useLocalSpikelog()
    const tags = { env: 'prod', shard: 3, canary: false }
    await postPoint(
      spikelog,
      { chart: 'users', value: 1, timestamp: '2026-01-31T13:00:00+01:00', tags },
      { 'idempotency-key': 'a-1' },
    )
    expect(spikelog.points('users')).toEqual([
      { value: 1, timestamp: '2026-01-31T12:00:00.000Z', tags, key: 'a-1' },
    ])
  })

  it('ignores fields it does not know', async () => {
    const spikelog = await useLocalSpikelog()
    const { status } = await postPoint(spikelog, { chart: 'users', value: 1, unit: 'people' })
    expect(status).toBe(200)
  })

  it.each(['API Response Time - Chat', 'project1.users', 'a/b?c#d%2F', 'Größe 🌡', '100%'])(
    'takes the chart name %j as it is',
    async (chart) => {
      const spikelog = await useLocalSpikelog()
      await postPoint(spikelog, { chart: ` ${chart}\n`, value: 1 })
      expect(spikelog.charts()).toMatchObject([{ chart, points: 1, lastValue: 1 }])
    },
  )

  it.each([
    ['missing', {}],
    ['null', { chart: null }],
    ['a number', { chart: 5 }],
    ['empty', { chart: '' }],
    ['blank', { chart: ' \t ' }],
    ['201 characters long', { chart: 'x'.repeat(201) }],
    ['holding a control character', { chart: 'a\u0007b' }],
    ['holding a NUL', { chart: 'a\u0000b' }],
    ['holding half a surrogate pair', { chart: 'a\ud800' }],
  ])('refuses a chart name that is %s', async (_, fields) => {
    const spikelog = await useLocalSpikelog()
    const { status, body } = await postPoint(spikelog, { value: 1, ...fields })
    expect([status, body]).toEqual([
      400,
      {
        error: 'invalid_request',
        message: 'Send `chart` as a string of 1 to 200 characters without control characters.',
      },
    ])
    expect(spikelog.charts()).toEqual([])
  })

  it('counts the characters of a chart name, not its UTF-16 units', async () => {
    const spikelog = await useLocalSpikelog()
    const { status } = await postPoint(spikelog, { chart: '🌡'.repeat(200), value: 1 })
    expect(status).toBe(200)
  })

  it.each(['"42"', 'null', 'true', '[1]', '1e999', '-1e999'])(
    'refuses the value %s',
    async (value) => {
      const spikelog = await useLocalSpikelog()
      const { status, body } = await postPoint(spikelog, `{"chart":"users","value":${value}}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({
        error: 'invalid_request',
        message: expect.stringMatching(/^Send `value` as a finite JSON number/),
      })
    },
  )

  it.each(['0', '-0.0', '1e-300', '1.7976931348623157e308', '-5'])(
    'takes the value %s',
    async (value) => {
      const spikelog = await useLocalSpikelog()
      await postPoint(spikelog, `{"chart":"users","value":${value}}`)
      expect(spikelog.points('users')[0]?.value).toBe(Number(value) + 0)
    },
  )

  it.each(['', '{', 'chart=users&value=42', '[]', 'null', '42', '{"chart":"users","value":NaN}'])(
    'refuses the body %j',
    async (sent) => {
      const spikelog = await useLocalSpikelog()
      const { status, body } = await postPoint(spikelog, sent)
      expect([status, body]).toEqual([
        400,
        {
          error: 'invalid_request',
          message: 'Send one JSON object, such as {"chart":"users","value":42}.',
        },
      ])
    },
  )

  it('refuses a body that is not UTF-8', async () => {
    const spikelog = await useLocalSpikelog()
    const latin1 = new Uint8Array(Buffer.from('{"chart":"Größe","value":1}', 'latin1'))
    const { status } = await postPoint(spikelog, latin1)
    expect(status).toBe(400)
  })

  it.each([
    [1767225600],
    ['yesterday'],
    ['2026-02-30T00:00:00Z'],
    ['2026-01-01T24:00:00Z'],
    [null],
  ])('refuses the timestamp %j', async (timestamp) => {
    const spikelog = await useLocalSpikelog()
    const { status, body } = await postPoint(spikelog, { chart: 'users', value: 1, timestamp })
    expect(status).toBe(400)
    expect(body).toMatchObject({ message: expect.stringMatching(/^Send `timestamp` as/) })
  })

  it.each([[[]], ['a'], [null], [{ a: { b: 1 } }], [{ a: null }], [{ a: [1] }]])(
    'refuses the tags %j',
    async (tags) => {
      const spikelog = await useLocalSpikelog()
      const { status, body } = await postPoint(spikelog, { chart: 'users', value: 1, tags })
      expect(status).toBe(400)
      expect(body).toMatchObject({ message: expect.stringMatching(/^Send `tags` as/) })
    },
  )

  it('asks for the key when there is none, and for the right one when it is another', async () => {
    const spikelog = await useLocalSpikelog({ apiKey: 'sk_the_right_one' })
    const point = { chart: 'users', value: 1 }
    const without = await postPoint(spikelog, point, { 'x-api-key': '' })
    const wrong = await postPoint(spikelog, point, { 'x-api-key': 'sk_the_wrong_one' })
    expect(without).toMatchObject({ status: 401, body: { error: 'invalid_api_key' } })
    expect(JSON.stringify(without.body)).toContain('Send your API key in the header X-API-Key')
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_api_key' } })
    expect(JSON.stringify(wrong.body)).toContain('is not known here')
    expect(JSON.stringify([without, wrong])).not.toContain('sk_the')
    expect(spikelog.charts()).toEqual([])
  })

  it('refuses an 11th chart while the ten go on', async () => {
    const spikelog = await useLocalSpikelog()
    for (let index = 1; index <= 10; index += 1) {
      await postPoint(spikelog, { chart: `chart ${index}`, value: index })
    }
    const eleventh = await postPoint(spikelog, { chart: 'chart 11', value: 1 })
    const known = await postPoint(spikelog, { chart: 'chart 3', value: 1 })
    expect([eleventh.status, eleventh.body]).toEqual([
      403,
      {
        error: 'chart_limit_reached',
        message: 'All 10 charts are in use: send to one of them, or delete one first.',
      },
    ])
    expect(known.body).toEqual({ accepted: true, chart: 'chart 3', points: 2 })
    expect(spikelog.charts().map(({ chart }) => chart)).not.toContain('chart 11')
  })

  it('keeps the newest 1000 points in order of arrival', async () => {
    const spikelog = await useLocalSpikelog()
    for (let value = 1; value <= 1003; value += 1) {
      await postPoint(spikelog, { chart: 'users', value })
    }
    const late = { chart: 'users', value: 1004, timestamp: '2020-01-01T00:00:00Z' }
    expect(await postPoint(spikelog, late)).toMatchObject({ body: { points: 1000 } })
    const values = spikelog.points('users').map(({ value }) => value)
    expect(values).toEqual(Array.from({ length: 1000 }, (_, index) => index + 5))
    expect(spikelog.charts()).toMatchObject([
      { points: 1000, lastValue: 1004, lastAt: '2020-01-01T00:00:00.000Z' },
    ])
  })
})
