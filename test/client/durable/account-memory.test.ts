import { toAggregate } from '@spikelog-otel/client'
import type { SpikelogClient } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { useProcesses } from '../../support/use-processes.ts'
import type { Processes } from '../../support/use-processes.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Runs a job in a process of its own every minute. */
async function runJobs(
  all: Processes,
  minutes: number,
  work: (client: SpikelogClient, run: number) => void = (client) => client.add('job', 1),
): Promise<void> {
  for (let run = 0; run < minutes; run += 1) {
    await all.run((client) => work(client, run))
    await all.clock.advance(minute)
  }
}

function measure(client: SpikelogClient, charts: readonly string[]) {
  for (const chart of charts) client.add(chart, 1)
  return client.flush()
}

describe(verifies('quota', 'the quota of several processes'), () => {
  it('is ten charts in all, and who gets none is named once', async () => {
    const all = useProcesses()
    await runJobs(all, 180, (client, run) => client.add(`chart ${run % 12}`, 1))
    expect(new Set(all.transport.posts.map(({ chart }) => chart)).size).toBe(10)
    expect(all.logger.at('warn')).toEqual([
      expect.stringContaining('Left out of the 10 charts: chart 10, chart 11.'),
    ])
    const { charts, leftOut } = all.start().health()
    expect(charts).toHaveLength(10)
    expect(leftOut).toHaveLength(2)
  })

  it('is kept when two decide at one time', async () => {
    const all = useProcesses()
    const clients = Array.from({ length: 15 }, () => all.start())
    for (const [index, client] of clients.entries()) client.add(`chart ${index}`, 1)
    await all.clock.until(Promise.all(clients.map((client) => client.flush())))
    expect(new Set(all.transport.posts.map(({ chart }) => chart)).size).toBe(10)
  })

  it('counts what is reserved by rules only once it has reported', async () => {
    const all = useProcesses()
    const reservedCharts = Array.from({ length: 10 }, (_, index) => `rule ${index}`)
    const withRules = all.start({}, { reservedCharts })
    withRules.add('rule 9', 1)
    await withRules.flush()
    await all.run((client) => {
      for (const chart of ['a', 'b']) client.add(chart, 1)
      return client.flush()
    })
    for (const chart of reservedCharts) withRules.add(chart, 1)
    await withRules.flush()
    expect(withRules.health().charts.map(({ chart }) => chart)).toEqual([
      ...reservedCharts.slice(0, 7),
      'rule 9',
      'a',
      'b',
    ])
    expect(new Set(all.transport.posts.map(({ chart }) => chart)).size).toBe(10)
    expect(withRules.health().leftOut).toEqual(['rule 7', 'rule 8'])
  })

  it('gives the slot of a chart that was silent for 35 days to one that asks', async () => {
    const all = useProcesses()
    await all.run((client) => measure(client, ['old', 'older']))
    await all.clock.advance(day)
    await all.run((client) => measure(client, ['old', ...Array.from('abcdefgh')]))
    await all.clock.advance(33 * day)
    await all.run((client) => measure(client, ['too early']))
    await all.clock.advance(1.5 * day)
    await all.run((client) => measure(client, ['new', 'newer']))
    const slots = () =>
      all
        .start()
        .health()
        .charts.map(({ chart }) => chart)
    expect(slots()).toEqual(['old', ...Array.from('abcdefgh'), 'new'])
    expect(all.start().health().leftOut).toEqual(['too early', 'newer'])
    // Silent for longer, but for what somebody is posting.
    await all.run((client) => measure(client, Array.from('bcdefgh')))
    await all.clock.advance(5 * day)
    all.transport.script = (_, request) => FakeTransport.hang(request)
    void measure(all.start(), ['old'])
    await all.clock.advance(0)
    all.transport.script = () => answer(200)
    await all.run((client) => measure(client, ['newest', 'too late']))
    expect(slots()).toEqual(['old', ...Array.from('bcdefgh'), 'new', 'newest'])
  })

  it('gives the slot first that was silent for longest', async () => {
    const all = useProcesses()
    for (const charts of ['b', 'acdefghij']) {
      await all.run((client) => measure(client, Array.from(charts)))
      await all.clock.advance(40 * day)
    }
    all.shared.memory = all.shared.memory?.replace(/"slots":\{[^}]*\}/u, (slots) =>
      slots.replace(/("b":\d+),(.*)\}/u, '$2,$1}'),
    )
    await all.run((client) => measure(client, ['k']))
    expect(
      all
        .start()
        .health()
        .charts.map(({ chart }) => chart),
    ).not.toContain('b')
    expect(all.start().health().charts).toHaveLength(10)
  })

  it('is said by one of two that leave a chart out at one time', async () => {
    const all = useProcesses()
    const clients = [all.start(), all.start()]
    for (const client of clients) await measure(client, Array.from('abcdefghij'))
    for (const client of clients) client.add('k', 1)
    for (const client of clients) await client.flush()
    expect(all.logger.at('warn')).toHaveLength(1)
  })

  it('is said by one of those that measure only what gets no slot', async () => {
    const all = useProcesses()
    for (let run = 0; run < 3; run += 1) {
      await all.run((client) => {
        client.merge('none', toAggregate(1, 0), { slot: 'none' })
        client.postDue()
      })
    }
    expect(all.logger.at('warn')).toHaveLength(1)
  })

  it('has a slot more when a chart is forgotten', async () => {
    const all = useProcesses()
    await all.run((client) => {
      for (const chart of 'abcdefghijk') client.add(chart, 1)
      return client.flush()
    })
    all.start().forget('c')
    const other = all.start()
    other.add('k', 1)
    await other.flush()
    expect(
      other
        .health()
        .charts.map(({ chart }) => chart)
        .join(''),
    ).toBe('abdefghijk')
    expect(other.health().leftOut).toEqual([])
  })
})

describe(verifies('outage', 'an outage, for a job that runs each minute'), () => {
  it('is said once, tried once a bucket, and over with all that was measured', async () => {
    const all = useProcesses()
    await runJobs(all, 60)
    all.transport.script = () => failure(false, 'ECONNREFUSED')
    all.transport.posts.length = 0
    await runJobs(all, 24 * 60)
    expect(all.transport.posts.length).toBeGreaterThan(200)
    expect(all.transport.posts.length).toBeLessThanOrEqual(288 + 3)
    expect(all.logger.lines.map(({ message }) => message.split(' (')[0])).toEqual([
      'Spikelog cannot be reached',
    ])
    expect(all.start().health().state).toBe('down')
    all.transport.script = () => answer(200)
    all.transport.posts.length = 0
    await runJobs(all, 10)
    await all.run((client) => client.flush())
    expect(all.logger.at('info')).toHaveLength(1)
    expect(all.logger.lines).toHaveLength(2)
    const sum = all.transport.valuesOf('job').reduce<number>((so, value) => so + Number(value), 0)
    expect(sum).toBeGreaterThanOrEqual(24 * 60 + 10)
    expect(sum).toBeLessThanOrEqual(24 * 60 + 15)
    expect(all.start().health()).toMatchObject({ state: 'up', pending: 0 })
  })

  it('ends no sooner than `Retry-After` says, flushes included', async () => {
    const all = useProcesses()
    all.transport.script = () => answer(503, { retryAfter: '3600' })
    await all.run((client) => {
      client.add('job', 1)
      return client.flush()
    })
    expect(all.transport.posts).toHaveLength(1)
    all.transport.script = () => answer(200)
    await runJobs(all, 59)
    await all.run((client) => client.flush())
    expect(all.transport.posts).toHaveLength(1)
    await all.clock.advance(minute)
    await all.run((client) => client.flush())
    expect(all.transport.valuesOf('job')).toEqual([1, 60])
  })

  it('of the key is said once, and asked about every 15 minutes', async () => {
    const all = useProcesses()
    all.transport.script = () => answer(401)
    await runJobs(all, 24 * 60)
    expect(all.logger.lines.map(({ level }) => level)).toEqual(['error'])
    expect(all.transport.posts.length).toBeGreaterThan(80)
    expect(all.transport.posts.length).toBeLessThanOrEqual(97)
  })

  it('of one chart, that the service has no room for, is asked about every hour', async () => {
    const all = useProcesses()
    all.transport.script = ({ chart }) => answer(chart === 'job' ? 403 : 200)
    await runJobs(all, 24 * 60, (client) => {
      client.add('job', 1)
      client.add('other', 1)
    })
    const posts = all.transport.valuesOf('job').length
    expect(posts).toBeGreaterThan(20)
    expect(posts).toBeLessThanOrEqual(25)
    expect(all.logger.at('warn')).toHaveLength(1)
  })
})

describe(verifies('warnings', 'what several processes say'), () => {
  it('is said once a day, not by each of them', async () => {
    const all = useProcesses()
    await runJobs(all, 24 * 60 + 30, (client, run) => {
      client.add('job', Number.NaN)
      if (run % 2 === 0) client.writeDown()
    })
    expect(all.logger.lines.map(({ message }) => message.split(':')[0])).toEqual([
      'Chart `job`',
      'Chart `job`',
    ])
  })

  it('is said of a pace that burns points, once', async () => {
    const all = useProcesses()
    for (let run = 0; run < 100; run += 1) {
      await all.run((client) => {
        client.add('job', 1)
        return client.flush()
      })
      await all.clock.advance(minute)
    }
    expect(all.logger.lines.map(({ message }) => message)).toEqual([
      expect.stringContaining('Points are used faster than one per bucket'),
    ])
    expect(all.start().health().warnings).toHaveLength(1)
  })
})

describe('health() of a client with a durable store', () => {
  it('tells of all processes', async () => {
    const all = useProcesses()
    all.transport.script = ({ value }) => (value === 3 ? failure(true, 'reset') : answer(200))
    for (const value of [1, 2, 3, 2e6]) {
      await all.run(
        (client) => {
          client.add('job', value)
          client.add('job', Number.NaN)
          return client.flush()
        },
        { maxRetries: 0 },
      )
    }
    const health = all.start().health()
    expect(health).toMatchObject({
      state: 'down',
      attempts24h: { total: 4, succeeded: 2 },
      points24h: { delivered: 2, failed: 2 },
      dropped: { nonfinite: 4 },
      sealed: 2,
      pending: 1,
      lastError: 'reset',
    })
    expect(health.charts).toEqual([{ chart: 'job', pointsUsed: 2, spanHours: 0, isPending: true }])
    await all.clock.advance(day + hour)
    expect(all.start().health()).toMatchObject({ attempts24h: { total: 0 }, sealed: 2 })
  })

  it('counts what a flush did for this process alone', async () => {
    const all = useProcesses()
    const client = all.start()
    client.add('job', 1)
    const other = all.start()
    other.add('other', 1)
    other.add('other', Number.NaN)
    expect(await other.flush()).toEqual({ delivered: 2, pending: 0, dropped: 0 })
    client.add('job', 2)
    client.health()
    expect(await client.flush()).toEqual({ delivered: 1, pending: 0, dropped: 0 })
  })
})
