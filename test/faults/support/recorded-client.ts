import type { KeepAliveConnection, RawAnswer } from '../../support/keep-alive-connection.ts'
import type { Random } from '../../support/campaign.ts'

/** A point or a deletion on its way. */
export type Change =
  | { type: 'post'; chart: string; value: number; key: string }
  | { type: 'delete'; chart: string }

/** An acknowledged post with its answer. */
interface Acknowledged {
  readonly change: Change & { type: 'post' }
  readonly answer: RawAnswer
}

/**
 * A client with charts of its own that does one thing after the other, and notes what was
 * acknowledged. When the server dies at most one change is in doubt.
 */
export class RecordedClient {
  /** What was acknowledged: values of each chart in order. */
  readonly kept = new Map<string, number[]>()
  /** What was sent and not acknowledged. */
  pending: Change | undefined
  /** Acknowledged posts, deleted charts included. */
  readonly acknowledged: Acknowledged[] = []
  /** How many deletions were acknowledged. */
  deletions = 0
  readonly #name: string
  readonly #random: Random
  #count = 0

  constructor(name: string, random: Random) {
    this.#name = name
    this.#random = random
  }

  /** Changes one thing after the other until the connection ends. */
  async keepChanging(connection: KeepAliveConnection, onAnswer: () => void): Promise<void> {
    for (;;) {
      this.pending = this.#nextChange()
      const answer = await send(connection, this.pending).catch(() => undefined)
      if (answer === undefined) return
      this.#note(this.pending, answer)
      onAnswer()
    }
  }

  /** Sends again what is in doubt. */
  async repeatPending(connection: KeepAliveConnection): Promise<void> {
    const { pending } = this
    if (!pending) return
    const answer = await send(connection, pending)
    // The first time may have deleted the chart.
    const isGone = pending.type === 'delete' && answer.status === 404
    this.#note(pending, isGone ? { ...answer, status: 200 } : answer)
  }

  /** Sends an acknowledged post again and expects the answer it got. */
  async repeatAcknowledged(connection: KeepAliveConnection): Promise<void> {
    if (this.acknowledged.length === 0) return
    const { change, answer } = this.#random.pick(this.acknowledged)
    const again = await send(connection, change)
    if (again.status !== answer.status || again.body !== answer.body) {
      throw new Error(`${change.key} got ${answer.body}, later ${again.body}`)
    }
  }

  #nextChange(): Change {
    const chart = `${this.#name} ${this.#random.pick(['a', 'b', 'c'])}`
    if (this.kept.has(chart) && this.#random.chance(0.02)) return { type: 'delete', chart }
    this.#count += 1
    return { type: 'post', chart, value: this.#count, key: `${this.#name}-${this.#count}` }
  }

  #note(change: Change, answer: RawAnswer): void {
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`)
    this.pending = undefined
    if (change.type === 'delete') {
      this.deletions += 1
      this.kept.delete(change.chart)
      return
    }
    const values = [...(this.kept.get(change.chart) ?? []), change.value]
    this.kept.set(change.chart, values)
    this.acknowledged.push({ change, answer })
    const { points } = JSON.parse(answer.body) as { points: number }
    if (points !== values.length) throw new Error(`${values.length} points, told ${points}`)
  }
}

function send(connection: KeepAliveConnection, change: Change): Promise<RawAnswer> {
  const headers = { 'X-API-Key': 'sk_local' }
  if (change.type === 'delete') {
    const path = `/api/v1/charts/${encodeURIComponent(change.chart)}`
    return connection.send({ method: 'DELETE', path, headers })
  }
  const { chart, value, key } = change
  return connection.send({
    path: '/api/v1/ingest',
    headers: { ...headers, 'Idempotency-Key': key },
    body: JSON.stringify({ chart, value }),
  })
}
