import { SpikelogClient } from '@spikelog-otel/client'
import type { ClientParts, SpikelogClientOptions } from '@spikelog-otel/client'
import { onTestFinished } from 'vitest'
import { FakeClock } from './fake-clock.ts'
import { FakeLogger } from './fake-logger.ts'
import { FakeTransport } from './fake-transport.ts'

export const testKey = 'sk_test_0123456789'
export const bucketMillis = 300_000

/** A client on a fake clock and a scripted transport. */
export function useClient(
  options: SpikelogClientOptions = {},
  parts: Partial<ClientParts> & { transport?: FakeTransport } = {},
): { client: SpikelogClient; clock: FakeClock; transport: FakeTransport; logger: FakeLogger } {
  const clock = new FakeClock()
  const transport = parts.transport ?? new FakeTransport()
  const logger = new FakeLogger()
  const client = new SpikelogClient(
    { apiKey: testKey, ...options },
    { clock, logger, random: () => 0.5, environment: () => undefined, ...parts, transport },
  )
  onTestFinished(() => {
    for (const { message } of logger.lines) {
      if (message.includes(testKey)) throw new Error(`the API key is in a log line: ${message}`)
    }
  })
  return { client, clock, transport, logger }
}
