import { describe, expect, it } from 'vitest'
import { answer, failure } from '../../support/fake-transport.ts'
import { bucketMillis, testKey, useClient } from '../../support/use-client.ts'

const charts = ['a', 'b', 'c']
type Used = ReturnType<typeof useClient>

/** Measures one of each chart and ends the bucket; returns what was posted meanwhile. */
async function bucket({ client, clock, transport }: Used): Promise<string[]> {
  const before = transport.posts.length
  for (const chart of charts) client.add(chart)
  await clock.advance(bucketMillis + 1)
  return transport.posts.slice(before).map(({ chart }) => chart)
}

describe('an account that is down', () => {
  it('makes one attempt on one chart each bucket, then posts everything in the same run', async () => {
    const used = useClient()
    const { client, clock, transport, logger } = used
    transport.script = () => answer(503)
    await bucket(used)
    // Closed by the next measurement or by the timer, whichever comes first.
    expect(await bucket(used)).toEqual(['a', 'b', 'c', 'a', 'a', 'a'])
    expect(client.health().state).toBe('down')
    for (const chart of ['a', 'b', 'c', 'a', 'b']) expect(await bucket(used)).toEqual([chart])
    transport.script = () => answer(200)
    expect(await bucket(used)).toEqual(['c', 'a', 'b'])
    expect(transport.posts.slice(-3).map(({ value }) => value)).toEqual([7, 7, 7])
    expect(client.health().state).toBe('up')
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
    expect(logger.at('warn')[0]).toContain('(status 503)')
    await clock.advance(0)
  })

  it('is not held down by one chart that the service always fails on', async () => {
    const used = useClient({ maxRetries: 0 })
    used.transport.script = () => answer(503)
    await bucket(used)
    await bucket(used)
    expect(used.client.health().state).toBe('down')
    used.transport.script = ({ chart }) => answer(chart === 'a' ? 500 : 200)
    for (let run = 0; run < 4; run += 1) await bucket(used)
    expect(used.client.health().state).toBe('up')
    expect(used.transport.valuesOf('c').length).toBeGreaterThan(3)
  })

  it('is up again after a definite answer, even a refusal of the one point', async () => {
    const used = useClient()
    await bucket(used)
    await bucket(used)
    used.transport.script = () => failure(false, 'ECONNREFUSED')
    await bucket(used)
    await bucket(used)
    expect(used.client.health().state).toBe('down')
    used.transport.script = () => answer(422)
    await bucket(used)
    expect(used.client.health().state).toBe('up')
  })

  it('is not down while anything is delivered', async () => {
    const used = useClient({ maxRetries: 0 })
    used.transport.script = ({ chart }) => answer(chart === 'c' ? 200 : 503)
    for (let run = 0; run < 4; run += 1) await bucket(used)
    expect(used.client.health().state).toBe('up')
    expect(used.logger.lines).toEqual([])
  })
})

describe('a key that is refused', () => {
  it('is said once, with advice and the start of the body, the key masked', async () => {
    const used = useClient()
    const body = `<h1>Bad\nkey \u001b[31m${testKey}</h1>${'x'.repeat(1000)}`
    used.transport.script = () => answer(401, { body })
    for (let run = 0; run < 20; run += 1) await bucket(used)
    expect(used.logger.lines).toHaveLength(1)
    const [line = ''] = used.logger.at('error')
    expect(line).toMatch(
      /^Spikelog refused the API key \(status 401: <h1>Bad key \[31msk_\*\*\*<\/h1>x+\)/u,
    )
    expect(line).toContain('Check `apiKey` (SPIKELOG_API_KEY)')
    expect(/x+/u.exec(line.slice(40))?.[0].length).toBeLessThan(200)
    expect(line).not.toMatch(/\p{Cc}/u)
  })

  it('is tried once in 15 minutes on one chart, and nothing is lost', async () => {
    const used = useClient()
    used.transport.script = () => answer(401)
    await bucket(used)
    const first = await bucket(used)
    // All were out before the first answer came.
    expect(first).toEqual(['a', 'b', 'c'])
    const posted: number[] = []
    for (let run = 0; run < 12; run += 1) posted.push((await bucket(used)).length)
    expect(posted).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1])
    expect(await used.client.flush()).toMatchObject({ delivered: 0, dropped: 0 })
    used.transport.script = () => answer(200)
    for (let run = 0; run < 3; run += 1) await bucket(used)
    expect(used.transport.posts.slice(-3).map(({ value }) => value)).toEqual([16, 16, 16])
    expect(used.client.health()).toMatchObject({ state: 'up', dropped: {} })
    expect(used.logger.lines.map(({ level }) => level)).toEqual(['error', 'info'])
  })

  it('starts nothing more in a run that learned of it', async () => {
    const { client, transport } = useClient({ maxCharts: 30 })
    transport.script = () => answer(401)
    for (let chart = 0; chart < 30; chart += 1) client.add(`chart ${chart}`)
    await client.flush()
    expect(transport.posts).toHaveLength(10)
  })

  it('is named even when other answers of the run came later', async () => {
    const used = useClient({ maxRetries: 0 })
    used.transport.script = async ({ chart }) => {
      if (chart === 'a') return answer(401, { body: 'no such key' })
      await Promise.resolve()
      return answer(503)
    }
    await bucket(used)
    await bucket(used)
    expect(used.logger.at('error')[0]).toContain('no such key')
    expect(used.client.health().lastError).toContain('no such key')
  })

  it('stays refused while the network fails', async () => {
    const used = useClient()
    used.transport.script = () => answer(401)
    await bucket(used)
    await bucket(used)
    used.transport.script = () => failure(false)
    for (let run = 0; run < 10; run += 1) await bucket(used)
    expect(used.client.health().state).toBe('key_refused')
  })
})

describe('a wrong address', () => {
  it.each([
    ['301', answer(301)],
    ['302', answer(302)],
    ['404', answer(404)],
    ['405', answer(405)],
    [
      'a TLS error',
      { kind: 'failure', sent: false, tls: true, reason: 'CERT_HAS_EXPIRED' } as const,
    ],
  ])('shows by %s: said once, one probe in 15 minutes, data kept', async (_what, attempt) => {
    const used = useClient()
    used.transport.script = () => attempt
    await bucket(used)
    await bucket(used)
    for (let run = 0; run < 12; run += 1) await bucket(used)
    expect(used.client.health()).toMatchObject({ state: 'misconfigured', pending: 3, dropped: {} })
    expect(used.transport.posts).toHaveLength(3 + 4)
    expect(used.logger.lines).toHaveLength(1)
    expect(used.logger.at('error')[0]).toContain('Check `endpoint` (SPIKELOG_ENDPOINT)')
    used.transport.script = () => answer(200)
    for (let run = 0; run < 3; run += 1) await bucket(used)
    expect(used.client.health().state).toBe('up')
  })
})

describe('other refusals', () => {
  it('of a chart that was accepted cost that point only', async () => {
    const used = useClient()
    await bucket(used)
    await bucket(used)
    used.transport.script = ({ chart }) => answer(chart === 'b' ? 422 : 200)
    await bucket(used)
    await bucket(used)
    used.transport.script = () => answer(200)
    await bucket(used)
    expect(used.client.health()).toMatchObject({ state: 'up', dropped: { value: 2 } })
    expect(used.logger.lines.filter(({ level }) => level !== 'debug')).toHaveLength(1)
    expect(used.logger.at('warn')[0]).toMatch(/refused a point of chart `b` \(status 422\)/u)
    expect(used.logger.at('debug')).toEqual(['Not charted: b=1.', 'Not charted: b=1.'])
  })

  it.each([
    ['chart_limit_reached', { state: 'up', dropped: { quota: 3 } }],
    ['invalid_request', { state: 'up', dropped: { value: 3 } }],
    ['payload_too_large', { state: 'up', dropped: { value: 3 } }],
    ['whatever', { state: 'key_refused', dropped: {}, pending: 3 }],
  ])('with nothing accepted are judged by the body: %s', async (code, health) => {
    const { client, transport } = useClient()
    transport.script = () => answer(403, { body: JSON.stringify({ error: code }) })
    for (const chart of charts) client.add(chart)
    await client.flush()
    expect(client.health()).toMatchObject(health)
  })

  it('are judged when all answers of the run are in', async () => {
    const { client, transport } = useClient()
    // The refusal comes first; that the key works shows only later.
    transport.script = async ({ chart }) => {
      if (chart === 'a') return answer(403)
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
      return answer(200)
    }
    for (const chart of charts) client.add(chart)
    await client.flush()
    expect(client.health()).toMatchObject({ state: 'up', dropped: { quota: 1 } })
  })

  it('blame the key again when nothing was accepted for 24 h', async () => {
    const { client, clock, transport } = useClient()
    client.add('a')
    await client.flush()
    await clock.advance(86_400_001)
    transport.script = () => answer(403)
    client.add('a')
    await client.flush()
    expect(client.health()).toMatchObject({ state: 'key_refused', pending: 1 })
  })
})
