import type { Clock } from '@spikelog-otel/client'

interface Timer {
  readonly atMillis: number
  readonly run: () => void
}

/** Lets everything that waits for a promise, and one turn of `setImmediate`, go on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** A clock that moves only when it is told to. */
export class FakeClock implements Clock {
  #now: number
  /** What a wall clock shows beside the monotonic one; set it to make the wall clock jump. */
  wallOffset = Date.UTC(2026, 0, 1)
  readonly #timers = new Set<Timer>()

  constructor(startMillis = 1000) {
    this.#now = startMillis
  }

  now(): number {
    return this.#now
  }

  wallNow(): number {
    return this.#now + this.wallOffset
  }

  schedule(run: () => void, delayMillis: number): () => void {
    const timer = { atMillis: this.#now + Math.max(0, delayMillis), run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that have not fired. */
  get pendingTimers(): number {
    return this.#timers.size
  }

  /** Moves on, firing timers in their order and letting what they start settle in between. */
  async advance(millis: number): Promise<void> {
    const untilMillis = this.#now + millis
    await settled()
    for (;;) {
      const next = this.#nextUntil(untilMillis)
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.atMillis)
      next.run()
      await settled()
    }
    this.#now = untilMillis
    await settled()
  }

  /** Moves on from timer to timer until `promise` is settled. */
  async until<T>(promise: Promise<T>, limitMillis = 24 * 3_600_000): Promise<T> {
    let isSettled = false
    const mark = (): void => {
      isSettled = true
    }
    promise.then(mark, mark)
    const endMillis = this.#now + limitMillis
    for (;;) {
      await settled()
      if (isSettled) return promise
      const next = this.#nextUntil(endMillis)
      if (next === undefined) throw new Error(`not settled within ${limitMillis} ms of fake time`)
      await this.advance(next.atMillis - this.#now)
    }
  }

  #nextUntil(untilMillis: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.atMillis > untilMillis) continue
      if (next === undefined || timer.atMillis < next.atMillis) next = timer
    }
    return next
  }
}
