import { existsSync, readFileSync } from 'node:fs'
import type { Attempt, PostRequest } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { firstSeed, Random, rounds } from '../support/campaign.ts'
import { FakeObserver } from '../support/fake-observer.ts'
import { answer, failure, FakeTransport } from '../support/fake-transport.ts'
import type { SeenPost } from '../support/fake-transport.ts'
import { readCsv } from '../support/read-csv.ts'
import { useClient } from '../support/use-client.ts'

const seeds = rounds(10_000)

/** What the service has, by key, and how it treats who posts. */
class Service {
  readonly taken = new Map<string, number>()
  readonly #random: Random
  readonly #wait: (millis: number) => Promise<void>

  constructor(random: Random, wait: (millis: number) => Promise<void>) {
    this.#random = random
    this.#wait = wait
  }

  answer = async (post: SeenPost, request: PostRequest): Promise<Attempt> => {
    const random = this.#random
    if (random.chance(0.05)) return FakeTransport.hang(request)
    if (random.chance(0.02)) return new Promise(() => {})
    if (random.chance(0.2)) await this.#wait(random.whole(0, 1000))
    const attempt = random.pick([
      ...[200, 200, 200, 200, 200, 200, 500, 500, 401, 429].map((status) => answer(status)),
      answer(400, { body: '{"error":"invalid_request"}' }),
      answer(403, { body: '{"error":"chart_limit_reached"}' }),
      failure(false),
    ])
    const isTaken = attempt.kind === 'answer' && attempt.status === 200
    const mayBeTaken = attempt.kind === 'answer' && attempt.status === 500
    if (isTaken || (mayBeTaken && random.chance(0.5))) this.taken.set(post.key, Number(post.value))
    return attempt
  }
}

async function turns(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) await Promise.resolve()
}

/** One life of a client whose process ends in any turn: all that it counted is somewhere, once. */
async function live(seed: number, file: string): Promise<void> {
  const random = new Random(seed)
  const observer = new FakeObserver()
  const { client, clock, transport } = useClient(
    {
      fallbackFile: file,
      bucketMillis: 10_000,
      maxCharts: 12,
      maxRetries: random.whole(0, 2),
      clamp: false,
    },
    { observer },
  )
  const service = new Service(
    random,
    (millis) =>
      new Promise((resolve) => {
        clock.schedule(resolve, millis)
      }),
  )
  transport.script = service.answer
  const ends: Promise<unknown>[] = []
  let added = 0
  for (let step = 0; step < 30; step += 1) {
    const what = random.next()
    if (what < 0.5) {
      for (; random.chance(0.9); added += 1) client.add(`chart ${random.whole(0, 13)}`)
    } else if (what < 0.7) {
      await clock.advance(random.whole(0, 20_000))
    } else if (what < 0.85) {
      const giveUp = random.chance(0.5)
      ends.push(client.flush({ force: random.chance(0.5), timeoutMillis: 500, giveUp }))
    } else {
      client.postDue()
    }
    await turns(random.whole(0, 9))
  }
  if (random.chance(0.4)) {
    ends.push(client.close())
    await (random.chance(0.5) ? turns(random.whole(0, 60)) : clock.advance(random.whole(0, 5000)))
  }
  client.writeDown()
  const written = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const [, ...rows] = readCsv(written)
  const keys = new Set(rows.map((row) => row[4]))
  const inFile = rows.reduce((sum, row) => sum + Number(row[2]), 0)
  // Of those, the ones that may be on a chart say so.
  const sayNotPosted = rows.filter((row) => row[3] === 'shutdown').map((row) => row[4])
  expect(sayNotPosted.filter((key) => service.taken.has(String(key)))).toEqual([])
  const charted = [...service.taken].filter(([key]) => !keys.has(key))
  expect({
    counted: inFile + charted.reduce((sum, [, value]) => sum + value, 0),
    rows: keys.size,
  }).toEqual({ counted: added, rows: rows.length })
  // In a process that does not end after all, nothing more comes of what goes on.
  for (const end of ends) await clock.until(end)
  await clock.advance(100_000)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(written)
  const { operations, points24h, pending } = client.health()
  const succeeded = observer.ends.filter(({ errorType }) => errorType === undefined).length
  expect({ operations, pending, observer, points24h }).toMatchObject({
    operations: { inFlight: 0, succeeded },
    pending: 0,
    observer: { inFlight: 0, endedTwice: 0 },
    points24h: { delivered: succeeded },
  })
}

describe(verifies('processEnd', 'a process that ends in any turn'), () => {
  it(
    `has everything on a chart or in the file, once, in ${seeds} lives, seeds from ${firstSeed}`,
    { timeout: 120_000 },
    async () => {
      const folder = useFolder()
      for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
        try {
          await live(seed, `${folder}/${seed}.csv`)
        } catch (error) {
          throw new Error(`with SEED=${seed}`, { cause: error })
        }
      }
    },
  )
})
