/** Counts requests, for those who wait until some have come. */
export class RequestCount {
  #count = 0
  #isOver = false
  readonly #waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()

  add(): void {
    this.#count += 1
    for (const one of this.#waiting) if (this.#count >= one.count) this.#release(one)
  }

  /** Resolves when so many more have come, or no more will. */
  more(more: number): Promise<void> {
    if (more === 0 || this.#isOver) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.add({ count: this.#count + more, resolve })
    })
  }

  /** No more will come. */
  end = (): void => {
    this.#isOver = true
    for (const one of this.#waiting) this.#release(one)
  }

  #release(one: { readonly count: number; readonly resolve: () => void }): void {
    this.#waiting.delete(one)
    one.resolve()
  }
}
