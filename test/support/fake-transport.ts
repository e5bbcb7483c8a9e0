import type { Attempt, PostRequest, Transport } from '@spikelog-otel/client'

/** A post as the service would see it. */
export interface SeenPost {
  readonly key: string
  readonly chart: string
  readonly value: unknown
  readonly body: string
}

/** An answer with this status. */
export function answer(
  status: number,
  extra: { body?: string; retryAfter?: string } = {},
): Attempt {
  return { kind: 'answer', status, body: '', ...extra }
}

/** A failure before (`sent: false`) or after something was written. */
export function failure(sent: boolean, reason = 'reset', errorType?: string): Attempt {
  return { kind: 'failure', sent, tls: false, reason, ...(errorType && { errorType }) }
}

/** Answers each post by a script; remembers what it saw and how many posts were open at once. */
export class FakeTransport implements Transport {
  readonly posts: SeenPost[] = []
  inFlight = 0
  mostInFlight = 0
  isClosed = false
  /** Charts with a post open; two posts of one chart at once are a defect. */
  readonly #open = new Set<string>()
  overlapped: string[] = []
  script: (post: SeenPost, request: PostRequest) => Attempt | Promise<Attempt>

  constructor(script: FakeTransport['script'] = () => answer(200)) {
    this.script = script
  }

  async post(request: PostRequest): Promise<Attempt> {
    const { chart, value } = parseBody(request.body)
    const seen = { key: request.key, chart, value, body: request.body }
    this.posts.push(seen)
    if (this.#open.has(chart)) this.overlapped.push(chart)
    this.#open.add(chart)
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    try {
      return await this.script(seen, request)
    } finally {
      this.inFlight -= 1
      this.#open.delete(chart)
    }
  }

  /** A post that is never answered, until it is given up. */
  static hang(request: PostRequest): Promise<Attempt> {
    return new Promise((resolve) => {
      request.signal.addEventListener('abort', () => resolve(failure(true, 'aborted', 'aborted')))
    })
  }

  valuesOf(chart: string): unknown[] {
    return this.posts.filter((post) => post.chart === chart).map(({ value }) => value)
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }
}

function parseBody(body: string): { chart: string; value: unknown } {
  const parsed: unknown = JSON.parse(body)
  if (typeof parsed === 'object' && parsed !== null && 'chart' in parsed && 'value' in parsed) {
    return { chart: String(parsed.chart), value: parsed.value }
  }
  throw new Error(`not a point: ${body}`)
}
