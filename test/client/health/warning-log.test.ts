import { describe, expect, it } from 'vitest'
import { answer } from '../../support/fake-transport.ts'
import { useClient } from '../../support/use-client.ts'
import { verifies } from '../../requirements.ts'

const bucketMillis = 60_000
const bucketsADay = 24 * 60

describe(verifies('warnings', 'when a warning is logged'), () => {
  it('is in time for attempts that go on failing after an outage', async () => {
    const { client, clock, transport, logger } = useClient({ bucketMillis, maxRetries: 0 })
    const pass = async (buckets: number): Promise<void> => {
      for (let bucket = 0; bucket < buckets; bucket += 1) {
        client.add('a')
        client.add('b')
        await clock.advance(bucketMillis)
      }
    }
    transport.script = () => answer(503)
    await pass(60)
    transport.script = ({ chart }) => answer(chart === 'a' ? 200 : 503)
    await pass(bucketsADay / 2)
    const ofFailures = (): string[] =>
      logger.at('warn').filter((message) => message.includes('attempts succeeded'))
    expect(ofFailures()).toEqual([])
    await pass(bucketsADay)
    expect(ofFailures()).toHaveLength(1)
    await pass(bucketsADay)
    expect(ofFailures()).toHaveLength(1)
  })

  it('never comes of an outage that is over', async () => {
    const { client, clock, transport, logger } = useClient({ bucketMillis, maxRetries: 0 })
    transport.script = () => answer(503)
    for (let bucket = 0; bucket < 3 * bucketsADay; bucket += 1) {
      if (bucket === 600) transport.script = () => answer(200)
      client.add('a')
      await clock.advance(bucketMillis)
    }
    expect(logger.at('warn').filter((message) => message.includes('attempts'))).toEqual([])
    expect(client.health().warnings).toEqual([])
  })
})

describe(verifies('warnings', 'a warning that comes again within a day'), () => {
  it('is said when the day is over and it still stands', async () => {
    const { client, clock, logger } = useClient({ bucketMillis })
    const flushes = async (count: number): Promise<void> => {
      for (let flushed = 0; flushed < count; flushed += 1) {
        client.add('users')
        await client.flush()
        await clock.advance(bucketMillis / 3)
      }
    }
    await flushes(100)
    await clock.advance(60 * bucketMillis)
    client.add('users')
    await client.flush()
    expect(client.health().warnings).toEqual([])
    await flushes(200)
    expect(client.health().warnings).toHaveLength(1)
    expect(logger.at('warn')).toHaveLength(1)
    await flushes(3 * bucketsADay)
    expect(logger.at('warn')).toHaveLength(2)
    await flushes(3 * bucketsADay)
    expect(logger.at('warn')).toHaveLength(2)
  })
})
