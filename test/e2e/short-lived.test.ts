import { describe, expect, it } from 'vitest'
import { startApp } from '../register/support/start-app.ts'
import { useInstalled } from '../register/support/use-installed.ts'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'

const bucketMillis = 1000
const runs = 8

const script = `
  import { MeterProvider } from '@opentelemetry/sdk-metrics'
  import { createSpikelogReader } from '@spikelog-otel/exporter'
  const reader = createSpikelogReader({
    store: 'state/shared.sqlite',
    bucketMillis: ${bucketMillis},
    ...(process.argv[2] === 'now' && { forceFlush: 'now' }),
  })
  const provider = new MeterProvider({ readers: [reader] })
  const meter = provider.getMeter('job')
  meter.createCounter('posts').add(Number(process.argv[3]))
  meter.createHistogram('latency').record(Number(process.argv[3]))
  await provider.shutdown()
`

describe(verifies('shortLived', 'a script with the SDK that is run again and again'), () => {
  it('gives one point a bucket, with an exact sum', { timeout: 60_000 }, async () => {
    const local = await useLocal()
    const folder = useInstalled(process.env['OLDEST_SDK'] ? 'SDK 2.0.0' : 'the newest SDK', {
      'job.mjs': script,
    })
    const run = (flush: 'due' | 'now', value: number) =>
      startApp(folder, ['job.mjs', flush, String(value)], {
        SPIKELOG_API_KEY: local.apiKey,
        SPIKELOG_ENDPOINT: local.endpoint,
      }).ended
    const startMillis = performance.now()
    for (let done = 0; done < runs; done += 2) {
      // Two at a time: a job may take longer than it takes cron to start the next.
      const ends = await Promise.all([run('due', done), run('due', done + 1)])
      for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '', rows: [] })
    }
    const buckets = Math.ceil((performance.now() - startMillis) / bucketMillis)
    const before = valuesOf(local, 'posts')
    expect(before.length).toBeLessThanOrEqual(buckets)
    expect(await run('now', 100)).toMatchObject({ code: 0, stderr: '', rows: [] })
    const values = valuesOf(local, 'posts')
    const sum = values.reduce((so, value) => so + value, 0)
    expect(sum).toBe((runs * (runs - 1)) / 2 + 100)
    for (const value of valuesOf(local, 'latency')) expect(value).toBeLessThanOrEqual(100)
    expect(valuesOf(local, 'latency')).toHaveLength(values.length)
  })
})
