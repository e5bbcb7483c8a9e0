interface Waiting<Work, Result> {
  readonly work: Work
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers the work of one turn of the event loop and has all of it done at once: requests that
 * arrive together share one transaction, and none is answered before it is committed.
 */
export class WriteQueue<Work, Result> {
  readonly #runAll: (batch: readonly Work[]) => Result[]
  #waiting: Waiting<Work, Result>[] = []
  #flushing: NodeJS.Immediate | undefined

  /** @param runAll - does all or, by throwing, nothing; gives one result for each, in order */
  constructor(runAll: (batch: readonly Work[]) => Result[]) {
    this.#runAll = runAll
  }

  /** Has it done at the end of this turn. Rejects with what `runAll` threw. */
  add(work: Work): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject })
      this.#flushing ??= setImmediate(() => this.flush())
    })
  }

  /** Does what waits now. */
  flush(): void {
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    const batch = this.#waiting
    if (batch.length === 0) return
    this.#waiting = []
    try {
      const results = this.#runAll(batch.map(({ work }) => work))
      // There is one result for each.
      for (const [index, result] of results.entries()) batch[index]?.resolve(result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
