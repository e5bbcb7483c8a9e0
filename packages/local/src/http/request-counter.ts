/** How many requests came in and what they got. */
export interface RequestCounts {
  /** Requests to the ingest endpoint, whatever the method, and to paths that don't exist. */
  received: number
  /** Requests not answered completely (yet): hanging, dripping, reset, waiting. */
  unanswered: number
  /** Answers by status, injected ones included, such as `{ 200: 3, 503: 1 }`. */
  byStatus: Record<number, number>
}

/** Counts requests and answers. Requests of the reading API are left out. */
export class RequestCounter {
  #received = 0
  #byStatus = new Map<number, number>()

  /** Running number of the request that came last. */
  get lastNumber(): number {
    return this.#received
  }

  /** Counts a request. */
  received(): void {
    this.#received += 1
  }

  /** Counts an answer. */
  answered(status: number): void {
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1)
  }

  /** The counts so far. */
  counts(): RequestCounts {
    const answered = [...this.#byStatus.values()].reduce((sum, count) => sum + count, 0)
    return {
      received: this.#received,
      unanswered: this.#received - answered,
      byStatus: Object.fromEntries(this.#byStatus),
    }
  }

  /** Starts again at zero. */
  reset(): void {
    this.#received = 0
    this.#byStatus.clear()
  }
}
