import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SpikelogClient } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { answer, failure } from '../../support/fake-transport.ts'
import { bucketMillis, testKey, useClient } from '../../support/use-client.ts'
import { FakeLogger } from '../../support/fake-logger.ts'
import { useFolder } from '../support/use-folder.ts'
import { useLocal } from '../../support/use-local.ts'

describe('a point', () => {
  it('has chart and value, nothing else unless asked for', async () => {
    const { client, transport } = useClient()
    client.add('users', 2)
    await client.flush()
    expect(transport.posts.map(({ body }) => body)).toEqual(['{"chart":"users","value":2}'])
  })

  it('carries the tags, as they were at construction', async () => {
    const tags: Record<string, string | number | boolean> = { region: 'eu', shard: 2, canary: true }
    const { client, transport } = useClient({ tags })
    tags['region'] = 'us'
    client.add('users')
    await client.flush()
    expect(JSON.parse(transport.posts[0]?.body ?? '')).toEqual({
      chart: 'users',
      value: 1,
      tags: { region: 'eu', shard: 2, canary: true },
    })
  })

  it('carries the end of its bucket as timestamp, also when it is late', async () => {
    const { client, clock, transport } = useClient({ timestamps: true })
    transport.script = () => failure(false, 'refused')
    const startMillis = clock.wallNow()
    client.add('users')
    await clock.advance(1.5 * bucketMillis)
    await clock.advance(10 * bucketMillis)
    transport.script = () => answer(200)
    client.add('users')
    await clock.advance(2 * bucketMillis)
    const { body } = transport.posts.at(-1) ?? { body: '' }
    const { timestamp } = JSON.parse(body) as { timestamp: string }
    const buckets = (Date.parse(timestamp) - startMillis) / bucketMillis
    expect(buckets).toBe(Math.round(buckets))
    expect(clock.wallNow() - Date.parse(timestamp)).toBeLessThanOrEqual(2 * bucketMillis)
  })

  it('that may have arrived keeps its timestamp when it is posted again', async () => {
    const { client, clock, transport } = useClient({ timestamps: true, tags: { a: 1 } })
    transport.script = () => failure(true)
    client.add('users')
    await clock.advance(1.5 * bucketMillis)
    await clock.advance(5 * bucketMillis)
    transport.script = () => answer(200)
    await clock.advance(2 * bucketMillis)
    const bodies = new Set(transport.posts.map(({ body }) => body))
    expect(transport.posts.length).toBeGreaterThan(2)
    expect(bodies.size).toBe(1)
    expect(client.health()).toMatchObject({ points24h: { delivered: 1 }, pending: 0 })
  })

  it('is stored by the local Spikelog with its time and tags', async () => {
    const local = await useLocal()
    const client = new SpikelogClient(
      {
        apiKey: local.apiKey,
        endpoint: local.endpoint,
        timestamps: true,
        tags: { job: 'nightly' },
      },
      { logger: new FakeLogger(), environment: () => undefined },
    )
    const before = Date.now()
    client.add('users', 3)
    await client.close()
    const [point] = local.points('users')
    expect(point).toMatchObject({ value: 3, tags: { job: 'nightly' } })
    expect(Date.parse(point?.timestamp ?? '')).toBeGreaterThanOrEqual(before - 1)
    expect(Date.parse(point?.timestamp ?? '')).toBeLessThanOrEqual(Date.now() + 1)
  })
})

describe('a dry run', () => {
  it('says each point it would post, posts nothing', async () => {
    const { client, transport, logger, clock } = useClient({ dryRun: true, prefix: 'shop' })
    client.add('users', 2)
    client.record('latency', 5)
    await clock.advance(1.5 * bucketMillis)
    expect(transport.posts).toEqual([])
    expect(logger.at('warn')).toEqual([
      'Dry run, not posted: {"chart":"shop.latency","value":5}',
      'Dry run, not posted: {"chart":"shop.users","value":2}',
    ])
    expect(client.health()).toMatchObject({ points24h: { delivered: 2 }, pending: 0 })
  })

  it('goes by the quota and the clamp as a real run does', async () => {
    const { client, logger } = useClient({ dryRun: true, maxCharts: 1, clamp: [0, 10] })
    client.add('a', 50)
    client.add('b')
    await client.flush()
    const lines = logger.at('warn').join('\n')
    expect(lines).toContain('Dry run, not posted: {"chart":"a","value":10}')
    expect(lines).not.toContain('"chart":"b"')
    expect(lines).toContain('Left out of the 1 charts: b')
  })

  it('says what it would write to the fallback file, and leaves that alone', async () => {
    const fallbackFile = join(useFolder(), 'rest.csv')
    const options = { dryRun: true, maxCharts: 1, fallbackFile }
    const { client, logger } = useClient(options)
    client.add('a')
    client.add('b', 2)
    await client.close()
    expect(logger.at('warn')).toContain(`Dry run, not written to ${fallbackFile}: b=2 (quota)`)
    expect(client.health()).toMatchObject({ dropped: {}, pending: 0 })
    expect(existsSync(fallbackFile)).toBe(false)
  })

  it('does not say the key', async () => {
    const { client, logger } = useClient({ dryRun: true })
    client.add('users')
    await client.close()
    expect(JSON.stringify(logger.lines)).not.toContain(testKey)
    expect(logger.lines.length).toBeGreaterThan(0)
  })
})
