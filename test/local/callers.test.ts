import { fileURLToPath } from 'node:url'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { isMissing, runCommand, type CommandResult } from './support/run-command.ts'
import { useLocalSpikelog } from './support/use-local-spikelog.ts'
import { verifies } from '../requirements.ts'

const python = fileURLToPath(new URL('support/flush-counters.py', import.meta.url))

describe.skipIf(isMissing('curl'))(verifies('callers', 'a curl user'), () => {
  it('posts a point as the service’s example does', async () => {
    const spikelog = await useLocalSpikelog()
    const body = '{"chart":"users","value":42}'
    const { exitCode, stdout } = await curl(spikelog, ['-X', 'POST', '-d', body])
    expect(exitCode).toBe(0)
    expect(stdout).toBe('{"accepted":true,"chart":"users","points":1}\n200')
    expect(spikelog.points('users')).toMatchObject([{ value: 42 }])
  })

  it.each([
    ['broken JSON', ['-d', '{"chart":"users"'], 400, /^Send one JSON object, such as/],
    ['a wrong key', ['-H', 'X-API-Key: sk_wrong', '-d', '{}'], 401, /send the one/],
    ['a wrong method', ['-X', 'PUT', '-d', '{}'], 405, /^Use POST here instead of PUT/],
  ])('reads what to do about %s', async (_, args, status, message) => {
    const spikelog = await useLocalSpikelog()
    const { exitCode, stdout } = await curl(spikelog, args)
    const [text = '', printedStatus] = stdout.split('\n')
    expect([exitCode, printedStatus]).toEqual([0, String(status)])
    expect(JSON.parse(text)).toEqual({
      error: expect.stringMatching(/^[a-z_]+$/),
      message: expect.stringMatching(message),
    })
  })

  it.each([100_000, 1_000_000, 5_000_000])(
    'reads that a body of %i bytes is too large',
    async (bytes) => {
      const spikelog = await useLocalSpikelog()
      const args = ['-X', 'POST', '--data-binary', '@-']
      const { exitCode, stdout, stderr } = await curl(spikelog, args, 'x'.repeat(bytes))
      expect([exitCode, stderr]).toEqual([0, ''])
      expect(stdout).toBe(
        '{"error":"payload_too_large","message":"Send at most 65536 bytes: one point a request."}\n413',
      )
    },
  )

  it('reads it for chunks of unknown sum as well', async () => {
    const spikelog = await useLocalSpikelog()
    const args = ['-X', 'POST', '-H', 'Transfer-Encoding: chunked', '--data-binary', '@-']
    const { exitCode, stdout } = await curl(spikelog, args, 'x'.repeat(1_000_000))
    expect([exitCode, stdout.slice(-3)]).toEqual([0, '413'])
  })
})

describe.skipIf(isMissing('python3'))(
  verifies('callers', 'a Python script that resets its counters on 200'),
  () => {
    it('adds up what was refused and posts it with the next flush', async () => {
      const unavailable = { type: 'status', status: 503 } as const
      const spikelog = await useLocalSpikelog({ faults: [unavailable, undefined, unavailable] })
      const { exitCode, stdout, stderr } = await runCommand('python3', [python, '3'], {
        environment: { SPIKELOG_ENDPOINT: spikelog.endpoint, SPIKELOG_API_KEY: spikelog.apiKey },
      })
      expect([exitCode, stderr]).toEqual([0, ''])
      expect(JSON.parse(stdout)).toEqual({ orders: 0, errors: 0 })
      expect(spikelog.points('orders').map(({ value }) => value)).toEqual([9])
      expect(spikelog.points('errors').map(({ value }) => value)).toEqual([1, 1, 1])
      expect(spikelog.requests()).toEqual({
        received: 6,
        unanswered: 0,
        byStatus: { 200: 4, 503: 2 },
      })
    })
  },
)

describe(verifies('callers', 'a Node script with fetch'), () => {
  it('posts a point and finds response.ok', async () => {
    const spikelog = await useLocalSpikelog()
    const response = await fetch(spikelog.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': spikelog.apiKey },
      body: JSON.stringify({ chart: 'users', value: 42 }),
    })
    expect(response.ok).toBe(true)
    expect(spikelog.charts()).toMatchObject([{ chart: 'users', points: 1, lastValue: 42 }])
  })
})

/** Runs curl against the endpoint; it prints the body, then the status on a line of its own. */
function curl(
  { endpoint, apiKey }: LocalSpikelog,
  args: readonly string[],
  input = '',
): Promise<CommandResult> {
  const hasKey = args.some((argument) => argument.startsWith('X-API-Key'))
  const key = hasKey ? [] : ['-H', `X-API-Key: ${apiKey}`]
  return runCommand('curl', ['-sS', '-w', String.raw`\n%{http_code}`, endpoint, ...key, ...args], {
    input,
  })
}
