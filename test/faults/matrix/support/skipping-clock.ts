import type { Clock } from '@spikelog-otel/client'
import { createSystemClock } from '@spikelog-otel/client/internals'

/** Real time that can be skipped, as by a machine that slept; timers go on as if nothing was. */
export class SkippingClock implements Clock {
  readonly #clock = createSystemClock()
  #skippedMillis = 0
  #pendingTimers = 0

  /** Timers that neither fired nor were cancelled. */
  get pendingTimers(): number {
    return this.#pendingTimers
  }

  skip(millis: number): void {
    this.#skippedMillis += millis
  }

  now(): number {
    return this.#clock.now() + this.#skippedMillis
  }

  wallNow(): number {
    return this.#clock.wallNow() + this.#skippedMillis
  }

  schedule(run: () => void, delayMillis: number, options: { readonly ref: boolean }): () => void {
    let isPending = true
    const end = (): void => {
      if (isPending) this.#pendingTimers -= 1
      isPending = false
    }
    this.#pendingTimers += 1
    const cancel = this.#clock.schedule(
      () => {
        end()
        run()
      },
      delayMillis,
      options,
    )
    return () => {
      end()
      cancel()
    }
  }
}
