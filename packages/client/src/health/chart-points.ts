/** A chart keeps its newest 1000 points (a rule of the service). */
export const pointsPerChart = 1000

/** Remembers when the newest 1000 points of one chart were posted. */
export class ChartPoints {
  /** A ring once it is full. */
  readonly #times: number[]
  #oldest = 0

  /** @param times those known already, oldest first */
  constructor(times: readonly number[] = []) {
    this.#times = times.slice(-pointsPerChart)
  }

  add(now: number): void {
    if (this.#times.length < pointsPerChart) {
      this.#times.push(now)
    } else {
      this.#times[this.#oldest] = now
      this.#oldest = (this.#oldest + 1) % pointsPerChart
    }
  }

  get used(): number {
    return this.#times.length
  }

  /** From the oldest of the points to the newest. */
  get spanMillis(): number {
    return this.used === 0 ? 0 : this.#newest(1) - this.#newest(this.used)
  }

  /** How long ago the newest `count` points began; `undefined` while there are fewer. */
  ageOf(count: number, now: number): number | undefined {
    return count > this.used ? undefined : now - this.#newest(count)
  }

  /** The time of the `nth` newest point, from 1. */
  #newest(nth: number): number {
    const index = (this.#oldest + this.used - nth) % this.used
    return this.#times[index] ?? Number.NaN
  }
}
