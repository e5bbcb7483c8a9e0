import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { SpikelogClient, SpikelogError } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { answer, failure } from '../support/fake-transport.ts'
import { bucketMillis, testKey, useClient } from '../support/use-client.ts'
import { useFolder } from './support/use-folder.ts'

describe('the API key', () => {
  it('shows in no inspection of the client', async () => {
    const { client } = useClient()
    client.add('users')
    for (const options of [{}, { depth: 10, showHidden: true, getters: true, showProxy: true }]) {
      expect(inspect(client, options)).not.toContain(testKey)
    }
    expect(JSON.stringify(client)).not.toContain(testKey)
    expect(JSON.stringify(client.health())).not.toContain(testKey)
    expect(Object.keys(client)).toEqual([])
    await client.flush()
  })

  it('shows in no log line, health or file, even when the service echoes it everywhere', async () => {
    const file = `${useFolder()}/rest.csv`
    const { client, clock, transport, logger } = useClient({ fallbackFile: file, maxRetries: 0 })
    const echo = `your key is ${testKey}\n${testKey}${testKey}`
    const answers = [
      answer(200, { body: echo }),
      answer(403, { body: echo }),
      answer(422, { body: JSON.stringify({ error: testKey, message: echo }) }),
      answer(503, { body: echo, retryAfter: testKey }),
      answer(500, { body: echo }),
      failure(true, echo),
      failure(false, echo),
      answer(401, { body: echo }),
      answer(404, { body: echo }),
    ]
    for (const one of answers) {
      transport.script = () => one
      client.add('a')
      client.add('b')
      await clock.advance(4 * bucketMillis)
      expect(JSON.stringify(client.health())).not.toContain(testKey)
    }
    await clock.until(client.close())
    expect(logger.lines.length).toBeGreaterThan(3)
    for (const { message } of logger.lines) {
      expect(message).not.toContain(testKey)
      expect(message).not.toMatch(/\p{Cc}/u)
    }
    expect(readFileSync(file, 'utf8')).not.toContain(testKey)
  })

  it('is cut out before a body is shortened', async () => {
    const { client, transport, logger } = useClient()
    transport.script = () => answer(401, { body: `${'x'.repeat(190)}${testKey}` })
    client.add('a')
    await client.flush()
    expect(logger.at('error')[0]).not.toContain(testKey.slice(0, 8))
  })

  it.each([`${testKey} `, `${testKey}\n`, `ключ${testKey}`, [testKey], { key: testKey }, ''])(
    'is not shown when it is bad: case %#',
    (apiKey) => {
      const logger = new FakeLogger()
      const create = (): unknown =>
        new SpikelogClient({ apiKey: apiKey as string }, { logger, environment: () => undefined })
      expect(create).toThrow(SpikelogError)
      expect(create).not.toThrow(testKey)
    },
  )

  it('is not shown when the environment holds a bad one', () => {
    const logger = new FakeLogger()
    const values: Record<string, string> = { SPIKELOG_API_KEY: `${testKey} and more` }
    expect(() => new SpikelogClient({}, { logger, environment: (name) => values[name] })).toThrow(
      /got only a variable that cannot be a key/u,
    )
    expect(logger.at('warn')).toEqual([
      'Expected `SPIKELOG_API_KEY` to be a string of visible ASCII characters without spaces, got ' +
        'a string that is not. It is ignored.',
    ])
  })

  it('is not the only secret: the password of an endpoint is not shown either', () => {
    const endpoint = 'https://user:hunter2@spikelog.test/'
    const create = (): unknown => new SpikelogClient({ apiKey: testKey, endpoint })
    expect(create).toThrow('https://***@spikelog.test/')
    expect(create).not.toThrow('hunter2')
  })
})
