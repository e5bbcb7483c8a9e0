import type { Clock } from '../clock.ts'

/** A wall clock that counts whole milliseconds is off by up to one; more, and it was set. */
const toleranceMillis = 2

/**
 * Tells the time since the epoch from the process's monotonic one. What is measured later in a process
 * is later here, too, as long as nobody sets the wall clock.
 */
export class WallOffset {
  readonly #clock: Clock
  #offset = Number.NaN
  #latest = -Infinity

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is added to a monotonic time. */
  get offset(): number {
    const offset = this.#clock.wallNow() - this.#clock.now()
    if (!(Math.abs(offset - this.#offset) <= toleranceMillis)) this.#offset = offset
    return this.#offset
  }

  /** The time now: whatever the caller's clock, none before the last that was told. */
  now(): number {
    return this.at(this.#latest)
  }

  /** The time now, which is `now` or later: who waits for others falls behind. */
  at(now: number): number {
    const latest = Math.max(now, this.#clock.now())
    this.#latest = Math.max(latest, this.#latest)
    return latest + this.offset
  }
}
