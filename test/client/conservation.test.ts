import * as fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import type { Attempt, Transport } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { SpikelogClient } from '@spikelog-otel/client'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeLogger } from '../support/fake-logger.ts'
import { answer, failure, FakeTransport } from '../support/fake-transport.ts'
import { testKey } from '../support/use-client.ts'
import { readCsv } from '../support/read-csv.ts'
import { check } from './support/soak.ts'
import { useFolder } from './support/use-folder.ts'

const bucketMillis = 60_000

const anAnswer: fc.Arbitrary<Attempt | 'hang'> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(200, 201, 204).map((status) => answer(status)) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(500, 502, 503, 429, 408, 401, 403, 404, 301, 400, 422)
      .map((status) => answer(status)),
  },
  { weight: 2, arbitrary: fc.boolean().map((sent) => failure(sent)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('0', '5', '90', '4000', 'x')
      .map((retryAfter) => answer(429, { retryAfter })),
  },
  { weight: 1, arbitrary: fc.constant('hang' as const) },
)

const aStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      chart: fc.nat(4),
      value: fc.integer({ min: 1, max: 1000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      millis: fc.integer({ min: 1, max: 3 * bucketMillis }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const), force: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('postDue' as const) }) },
)

describe('whatever happens', () => {
  it('delivered + pending + fallback + dropped is what was added', async () => {
    const folder = useFolder()
    let runs = 0
    await check(
      fc.asyncProperty(
        fc.array(aStep, { minLength: 5, maxLength: 40 }),
        fc.array(anAnswer, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        async (steps, answers, closes) => {
          const file = `${folder}/rest-${(runs += 1)}.csv`
          const clock = new FakeClock()
          const taken = new Map<string, number>()
          let turn = 0
          const transport = new FakeTransport((post, request) => {
            const attempt = answers[(turn += 1) % answers.length] ?? answer(200)
            // The service keeps the first of a key, as the contract says.
            const mayArrive =
              attempt === 'hang' ||
              (attempt.kind === 'answer' ? attempt.status < 300 : attempt.sent && turn % 2 === 0)
            if (mayArrive) taken.set(post.key, Number(post.value))
            return attempt === 'hang' ? FakeTransport.hang(request) : attempt
          })
          const pumps = { now: 0, most: 0 }
          const logger = new FakeLogger()
          const client = new SpikelogClient(
            { apiKey: testKey, bucketMillis, maxCharts: 3, clamp: false, fallbackFile: file },
            {
              clock,
              transport: withTimeouts(transport, clock),
              logger,
              random: () => 0.5,
              environment: () => undefined,
              runDelivery: async (deliver) => {
                pumps.most = Math.max(pumps.most, (pumps.now += 1))
                try {
                  return await deliver()
                } finally {
                  pumps.now -= 1
                }
              },
            },
          )
          let added = 0
          for (const step of steps) {
            if (step.do === 'add') {
              client.add(`chart ${step.chart}`, step.value)
              added += step.value
            } else if (step.do === 'wait') await clock.advance(step.millis)
            else if (step.do === 'flush') void client.flush({ force: step.force })
            else client.postDue()
          }
          if (closes) await clock.until(client.close())
          else {
            // Until a run with only good answers has taken everything.
            transport.script = (post) => {
              taken.set(post.key, Number(post.value))
              return answer(200)
            }
            await clock.advance(25 * 3_600_000)
            await clock.until(client.flush())
          }
          expect(client.health().pending).toBe(0)
          let known = sum(taken.values())
          for (const [, , value, , key = ''] of readRows(file)) {
            // What is written down with the key of a post that arrived is the same point.
            if (!taken.has(key)) known += Number(value)
          }
          expect(known).toBe(added)
          expect(client.health().dropped).toEqual({})
          expect(pumps.most).toBeLessThanOrEqual(1)
          expect(transport.overlapped).toEqual([])
          expect(transport.mostInFlight).toBeLessThanOrEqual(3)
          expect(logger.lines.filter(({ level }) => level === 'error').length).toBeLessThan(40)
        },
      ),
      2000,
    )
  })
})

/** The transport's part of the bargain: an attempt ends at its timeout. */
function withTimeouts(transport: FakeTransport, clock: FakeClock): Transport {
  return {
    close: () => transport.close(),
    async post(request) {
      const ended = new AbortController()
      const end = (): void => ended.abort()
      const cancel = clock.schedule(end, request.timeoutMillis)
      request.signal.addEventListener('abort', end)
      if (request.signal.aborted) end()
      const attempt = await transport.post({ ...request, signal: ended.signal })
      request.signal.removeEventListener('abort', end)
      cancel()
      return attempt
    },
  }
}

function readRows(file: string): string[][] {
  return existsSync(file) ? readCsv(readFileSync(file, 'utf8')).slice(1) : []
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
