import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { SpikelogClient } from '@spikelog-otel/client'
import { createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const apiKey = 'sk_secret_do_not_show'
const deep = { depth: 12, showHidden: true, getters: true } as const

describe(verifies('secrets', 'the API key'), () => {
  it('is in no inspection, JSON, log line or file of a client that was refused', async () => {
    // An answer that echoes the key, as some services do.
    const echo = {
      text: JSON.stringify({ error: 'invalid_api_key', message: `bad key ${apiKey}` }),
    }
    const local = await useLocal({ faults: { type: 'status', status: 401, body: echo } })
    const fallbackFile = join(mkdtempSync(join(tmpdir(), 'spikelog-')), 'fallback.csv')
    const logger = new FakeLogger()
    const options = { apiKey, endpoint: local.endpoint, fallbackFile }
    const parts = { logger, environment: () => undefined }
    const client = new SpikelogClient(options, parts)
    client.add('users')
    const report = await client.flush()
    const health = client.health()
    const exporter = new SpikelogMetricExporter(options, parts)
    const reader = createSpikelogReader(options, parts)
    const shown = [client, exporter, reader, report, health].map((object) => inspect(object, deep))
    await client.close()
    await exporter.shutdown()
    await reader.shutdown()
    const seen = [
      ...shown,
      JSON.stringify([client, exporter, health]),
      readFileSync(fallbackFile, 'utf8'),
      ...logger.lines.map(({ message }) => message),
    ].join('\n')
    expect(logger.at('error')).toHaveLength(1)
    expect(seen).toContain('bad key sk_***')
    expect(seen).not.toContain(apiKey)
  })

  it('is in no error, not even one about a bad key', () => {
    const parts = { environment: () => undefined }
    const bad = `${apiKey} with spaces`
    let thrown: unknown
    try {
      void new SpikelogClient({ apiKey: bad }, parts)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(TypeError)
    expect(inspect(thrown, deep)).not.toContain(apiKey)
  })
})
