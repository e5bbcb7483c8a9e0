import { DatabaseSync } from 'node:sqlite'
import { SpikelogClient } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { answer, failure, FakeTransport } from '../../support/fake-transport.ts'
import { testKey } from '../../support/use-client.ts'
import { useFolder } from '../support/use-folder.ts'

/** Processes of one account on one file. */
function useFile(clock = new FakeClock()) {
  const store = `${useFolder()}/store.sqlite`
  const transport = new FakeTransport()
  const logger = new FakeLogger()
  const start = () =>
    new SpikelogClient(
      { apiKey: testKey, store },
      { clock, transport, logger, random: () => 0.5, environment: () => undefined },
    )
  const lock = (): (() => void) => {
    const database = new DatabaseSync(store)
    database.exec('BEGIN IMMEDIATE')
    return () => database.close()
  }
  const flush = async (client: SpikelogClient, value: number): Promise<void> => {
    client.add('job', value)
    await clock.until(client.flush())
  }
  return { clock, transport, logger, start, lock, flush }
}

/** As real ones are: the wall clock shows whole milliseconds, the other one parts of them. */
class WholeClock extends FakeClock {
  override wallNow(): number {
    return Math.floor(super.wallNow())
  }
}

describe(verifies('outage', '`Retry-After`, told to one of several processes'), () => {
  it.each([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95])(
    'is not forgotten by another that knew of an earlier one, at %s ms',
    async (part) => {
      const { clock, transport, start, flush } = useFile(new WholeClock(1000 + part))
      const [one, other] = [start(), start()]
      transport.script = () => answer(503, { retryAfter: '60' })
      await flush(one, 1)
      other.health()
      await clock.advance(61_000.3)
      transport.script = () => answer(503, { retryAfter: '3600' })
      await flush(one, 2)
      await clock.advance(10_000.3)
      transport.script = () => answer(200)
      other.health()
      for (const client of [other, one, start()]) await flush(client, 4)
      expect(transport.posts).toHaveLength(2)
    },
  )

  it('holds for all although another is told a shorter one meanwhile', async () => {
    const { clock, transport, start } = useFile()
    transport.script = ({ chart }) => answer(503, { retryAfter: chart === 'long' ? '3600' : '60' })
    const [one, other] = [start(), start()]
    one.add('long', 1)
    const flushing = one.flush()
    other.add('short', 1)
    await clock.until(Promise.all([flushing, other.flush()]))
    expect(transport.posts).toHaveLength(2)
    transport.script = () => answer(200)
    await clock.advance(120_000)
    for (const client of [one, other, start()]) await clock.until(client.flush())
    expect(transport.posts).toHaveLength(2)
  })
})

describe(verifies('outage', 'what a process learns while the file is locked'), () => {
  it('is not forgotten when the file can be used again', async () => {
    const { clock, transport, logger, start, lock, flush } = useFile()
    const client = start()
    await flush(client, 1)
    const unlock = lock()
    transport.script = () => answer(503, { retryAfter: '3600' })
    await flush(client, 2)
    unlock()
    await clock.advance(20_000)
    await flush(client, 4)
    // Others know it, too.
    await flush(start(), 8)
    expect(transport.valuesOf('job')).toEqual([1, 2])
    expect(logger.lines).toEqual([
      { level: 'warn', message: expect.stringContaining('cannot be reached') },
    ])
    transport.script = () => answer(200)
    await clock.advance(3_600_000)
    await flush(client, 16)
    const after = transport.valuesOf('job').slice(2)
    expect(after.reduce<number>((sum, value) => sum + Number(value), 0)).toBe(30)
  })

  it('leaves the file in use although it has no room for all that was kept', async () => {
    const { clock, transport, logger, start, lock, flush } = useFile()
    transport.script = () => failure(true, 'timeout', 'timeout')
    const client = start()
    await flush(client, 1)
    const unlock = lock()
    await flush(client, 2)
    unlock()
    for (let run = 0; run < 10; run += 1) {
      await clock.advance(20_000)
      client.add('job', 4)
      client.health()
    }
    transport.script = () => answer(200)
    await clock.advance(300_000)
    for (let run = 0; run < 3; run += 1) await clock.until(client.flush())
    const delivered = new Map(transport.posts.map(({ key, value }) => [key, value]))
    expect([...delivered.values()].toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 40])
    expect(logger.at('warn')).toEqual([expect.stringContaining('cannot be reached')])
  })
})
