import { isDeepStrictEqual } from 'node:util'
import { startLocalSpikelog, type LocalPoint } from '@spikelog-otel/local'
import { expect } from 'vitest'
import { KeepAliveConnection, type RawRequest } from '../../support/keep-alive-connection.ts'
import type { Operation, Send } from './operations.ts'
import { SentPosts } from './sent-posts.ts'
import { limits, SpikelogModel, type ModelAnswer, type ModelPost } from './spikelog-model.ts'

type Running = Awaited<ReturnType<typeof start>>

/** A real account on a file beside its model: what is done is done to both and compared. */
export class ComparedSpikelog {
  /** How often each kind of operation and each outcome occurred. */
  readonly counts = new Map<string, number>()
  readonly #file: string
  readonly #model = new SpikelogModel()
  readonly #posts = new SentPosts()
  #nowMillis = 0
  #running: Running | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** Does it, and expects answers and all that is stored to be the model's. */
  async perform(operation: Operation): Promise<void> {
    const running = (this.#running ??= await start(this.#file, () => this.#nowMillis))
    await this.#perform(operation, running)
    this.#count(operation.type)
    if (this.#running) expectSame(this.#stored(running), [...this.#model.charts])
  }

  /** Ends the server. The next operation starts another one on the same file. */
  async stop(): Promise<void> {
    this.#running?.connection.close()
    await this.#running?.spikelog.close()
    this.#running = undefined
  }

  async #perform(operation: Operation, running: Running): Promise<void> {
    switch (operation.type) {
      case 'post':
      case 'repeat':
      case 'reuse':
      case 'bad':
        return this.#post([operation], running)
      case 'burst':
        return this.#post(operation.sends, running)
      case 'delete':
        return this.#delete(operation.chart, running)
      case 'read':
        return this.#read(running)
      case 'wait':
        this.#nowMillis += operation.millis
        return undefined
      case 'restart':
        return this.stop()
      case 'reset':
        running.spikelog.reset()
        this.#model.reset()
        this.#posts.clear()
        return undefined
    }
  }

  async #post(sends: readonly Send[], running: Running): Promise<void> {
    const posts = this.#posts.resolve(sends)
    const expected = posts.map((post) => this.#model.post(post, this.#nowMillis))
    let storedAtFirst: unknown
    const end = running.spikelog.onPoint(() => (storedAtFirst ??= this.#stored(running)))
    await this.#exchange(posts.map(toRequest), expected, running)
    end()
    // All were committed before the first was told of.
    const isOne = sends.length > 1 && isDeepStrictEqual(storedAtFirst, [...this.#model.charts])
    if (isOne) this.#count('together')
  }

  #delete(chart: string, running: Running): Promise<void> {
    const path = toPath(chart.trim())
    const request = { method: 'DELETE', path, headers: { 'X-API-Key': 'sk_local' } }
    return this.#exchange([request], [this.#model.delete(chart)], running)
  }

  async #read(running: Running): Promise<void> {
    for (const [chart, points] of this.#model.charts) {
      const path = `${toPath(chart)}/points`
      const shown = points.map(({ value, timestamp }) => ({ value, timestamp }))
      const expected = { outcome: 'shown', status: 200, body: { chart, points: shown } } as const
      await this.#exchange([{ method: 'GET', path }], [expected], running)
    }
  }

  /** Sends all in one piece and compares what comes back. */
  async #exchange(
    requests: readonly RawRequest[],
    expected: readonly ModelAnswer[],
    { connection }: Running,
  ): Promise<void> {
    const answers = await connection.sendAll(requests)
    for (const { outcome } of expected) this.#count(outcome)
    expectSame(
      answers.map(({ status, body }) => [status, status === 200 ? JSON.parse(body) : undefined]),
      expected.map(({ status, body }) => [status, body]),
    )
  }

  #stored({ spikelog }: Running): (readonly [chart: string, points: LocalPoint[]])[] {
    return spikelog.charts().map(({ chart }) => [chart, spikelog.points(chart)] as const)
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

async function start(file: string, now: () => number) {
  const spikelog = await startLocalSpikelog({ port: 0, file, limits, now })
  const connection = await KeepAliveConnection.open(Number(new URL(spikelog.url).port))
  return { spikelog, connection }
}

function toPath(chart: string): string {
  return `/api/v1/charts/${encodeURIComponent(chart)}`
}

function toRequest({ body, key }: ModelPost): RawRequest {
  const headers = { 'X-API-Key': 'sk_local', ...(key !== undefined && { 'Idempotency-Key': key }) }
  return { path: '/api/v1/ingest', headers, body }
}

/** As `expect` would, a good deal faster when all is well. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}
