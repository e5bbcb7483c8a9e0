/** Whether this is `npm run test:soak`: random campaigns run in full, else at a tenth. */
export const isSoak = process.env['SOAK'] === '1'

/** The share of a campaign of `full` rounds that this run does. */
export function rounds(full: number): number {
  return isSoak ? full : Math.max(1, Math.round(full / 10))
}

/** The first seed of this run; `SEED=…` repeats one. */
export const firstSeed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000)

/** Random numbers that a seed repeats. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From 0 (included) to 1: mulberry32. */
  next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.whole(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }
}
