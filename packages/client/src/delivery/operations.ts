import type { Clock } from '../clock.ts'
import type { DeliveryEnd, DeliveryObserver } from './delivery-observer.ts'
import type { Delivery } from './retrying-transport.ts'
import { toErrorType } from './to-error-type.ts'

/** Deliveries of points over the client's life. */
export interface OperationCounts {
  readonly inFlight: number
  readonly succeeded: number
  readonly failed: number
}

interface Operation {
  readonly finish: (end?: DeliveryEnd) => void
  /** When its first attempt began. */
  startMillis?: number
}

/**
 * Counts deliveries and tells the observer of them. An operation is the delivery of one claim in one
 * run of the pump, over all its attempts. Each one that begins ends once, whatever happens.
 */
export class Operations {
  readonly #observer: DeliveryObserver
  readonly #clock: Clock
  readonly #open = new Map<string, Operation>()
  #isOver = false
  #succeeded = 0
  #failed = 0

  constructor(observer: DeliveryObserver, clock: Clock) {
    this.#observer = observer
    this.#clock = clock
  }

  get counts(): OperationCounts {
    return { inFlight: this.#open.size, succeeded: this.#succeeded, failed: this.#failed }
  }

  begin(key: string): void {
    if (this.#isOver) return
    this.#open.set(key, { finish: this.#observer.begin() })
  }

  attempt(key: string): void {
    const operation = this.#open.get(key)
    if (operation !== undefined) operation.startMillis ??= this.#clock.now()
  }

  /** A delivery without an attempt does not count: its point is kept and tried another time. */
  end(key: string, { verdict, attempt, durationMillis }: Delivery): void {
    if (attempt === undefined) this.#finish(key)
    else {
      this.#finish(key, {
        durationMillis,
        ...(verdict !== 'delivered' && { errorType: toErrorType(attempt) }),
        ...(attempt.kind === 'answer' && { status: attempt.status }),
      })
    }
  }

  /** Nothing is known of how these went, and their points are kept. */
  drop(keys: Iterable<string>): void {
    for (const key of keys) this.#finish(key)
  }

  /** Ends what is still under way when delivery ends for good: what begins later is not posted. */
  abort(): void {
    this.#isOver = true
    const errorType = 'aborted'
    for (const [key, { startMillis }] of this.#open) {
      const durationMillis = this.#clock.now() - (startMillis ?? 0)
      this.#finish(key, startMillis === undefined ? undefined : { durationMillis, errorType })
    }
  }

  #finish(key: string, end?: DeliveryEnd): void {
    const operation = this.#open.get(key)
    if (operation === undefined) return
    this.#open.delete(key)
    if (end !== undefined) {
      if (end.errorType === undefined) this.#succeeded += 1
      else this.#failed += 1
    }
    operation.finish(end)
  }
}
