const maxProducts = 40

/** The products shown last, and how often one asked for was among them. */
export class ProductCache {
  readonly #products = new Set<number>()
  #hits = 0
  #lookups = 0

  has(product: number): boolean {
    const isHit = this.#products.has(product)
    this.#lookups += 1
    this.#hits += isHit ? 1 : 0
    return isHit
  }

  /** Adds a product as the newest, in place of the oldest when the cache is full. */
  add(product: number): void {
    this.#products.delete(product)
    this.#products.add(product)
    const [oldest] = this.#products
    if (this.#products.size > maxProducts && oldest !== undefined) this.#products.delete(oldest)
  }

  /** Hits a lookup since the last call; `undefined` when there was none. */
  takeHitRatio(): number | undefined {
    const ratio = this.#lookups === 0 ? undefined : this.#hits / this.#lookups
    this.#hits = 0
    this.#lookups = 0
    return ratio
  }
}
