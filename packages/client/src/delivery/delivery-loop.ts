import { bucketEnd, timerCloses } from '../bucket/bucket-grid.ts'
import type { BucketStore } from '../bucket/bucket-store.ts'
import { within } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Force, PumpRun } from './pump.ts'

/** What {@link DeliveryLoop} needs. */
export interface DeliveryLoopParts {
  readonly store: BucketStore
  readonly clock: Clock
  readonly bucketMillis: number
  readonly deliveryTimeoutMillis: number
  /** Runs the pump once. Never rejects. */
  readonly runPump: (run: PumpRun) => Promise<void>
}

/** Decides when the pump runs, so that at most one runs at a time. */
export class DeliveryLoop {
  readonly #parts: DeliveryLoopParts
  #running: Promise<void> | undefined
  /** Gives up the running run. */
  #abort = new AbortController()
  /** Given up for good: what starts now claims and posts nothing more. */
  #isEnded = false
  /** The run that follows the running one; everyone who asks meanwhile shares it. */
  #queued: { promise: Promise<void>; resolve: () => void; force: Force } | undefined
  #cancelTimer: (() => void) | undefined
  /** When the bucket ends that the timer waits for. */
  #bucketEndMillis = Infinity
  /** No run lasts longer than this once the loop is closing. */
  #lastDeadlineMillis = Infinity

  constructor(parts: DeliveryLoopParts) {
    this.#parts = parts
  }

  /** Closes buckets of an app that went quiet: `b/10` after their end, if no export did. */
  armTimer(): void {
    if (this.#cancelTimer === undefined && this.#lastDeadlineMillis === Infinity) this.#arm()
  }

  #arm(): void {
    const { store, clock, bucketMillis } = this.#parts
    const dueMillis = store.nextDueMillis()
    if (dueMillis === undefined) return
    this.#bucketEndMillis = bucketEnd(dueMillis, bucketMillis)
    const inMillis = timerCloses(dueMillis, bucketMillis) - clock.now()
    // A store that failed to give what is overdue must not make a hot loop.
    const delayMillis = inMillis > 0 ? inMillis : bucketMillis / 10
    this.#cancelTimer = clock.schedule(
      () => {
        this.#cancelTimer = undefined
        this.postDue()
        this.armTimer()
      },
      delayMillis,
      { ref: false },
    )
  }

  /**
   * Closes a bucket that is over before something newer is measured: one who measures once a bucket
   * gets one point a bucket, and not two measurements in every other one.
   *
   * @param atMillis when the first of it was measured
   */
  closeEnded(atMillis: number): void {
    const { store, bucketMillis } = this.#parts
    // Other processes fill the buckets of a durable store, too.
    const endMillis = store.durable
      ? bucketEnd(store.nextDueMillis() ?? Infinity, bucketMillis)
      : this.#bucketEndMillis
    if (atMillis < endMillis) return
    // The timer looks after the next one.
    this.#bucketEndMillis = Infinity
    this.postDue()
  }

  /** Starts the pump when a bucket is due and the pump is not running. */
  postDue(): void {
    if (this.#running === undefined && this.#isDue()) void this.run({ force: false })
  }

  /** Gives up what waits in an overflowing store: only these charts, none of which is posted. */
  drain(findCharts: () => ReadonlySet<string>): void {
    if (this.#running !== undefined) return
    const charts = findCharts()
    if (charts.size > 0) void this.#start({ force: true, charts })
  }

  /** Runs the pump, after the run that is under way if there is one. Never rejects. */
  run({ force }: { readonly force: Force }): Promise<void> {
    if (this.#running === undefined) return this.#start({ force })
    this.#queued ??= { ...Promise.withResolvers<void>(), force }
    this.#queued.force = force === true || this.#queued.force || force
    return this.#queued.promise
  }

  /**
   * Runs the pump a last time and then gives up whatever is still under way. A run that hangs while
   * other charts wait behind it is given up halfway, so that they get their try. Never rejects.
   */
  async close(options: {
    readonly timeoutMillis: number
    readonly graceMillis: number
  }): Promise<void> {
    const { clock, store } = this.#parts
    this.#cancelTimer?.()
    this.#lastDeadlineMillis = clock.now() + options.timeoutMillis
    // What is not due in a durable store waits for the next process.
    const force = store.durable === undefined
    const isLeft = (): boolean => (force ? store.nextDueMillis() !== undefined : this.#isDue())
    let last = this.#running
    if (options.timeoutMillis > 0) {
      if (force || isLeft()) last = this.run({ force })
      const isOver = last && (await within(clock, isDone(last), options.timeoutMillis / 2))
      if (isOver !== true && isLeft()) {
        this.#abort.abort()
        last = this.run({ force })
      }
      if (last) await within(clock, last, Math.max(this.#lastDeadlineMillis - clock.now(), 0))
    }
    this.end()
    if (last !== undefined) await within(clock, last, options.graceMillis)
  }

  /**
   * Gives up the run under way and the one behind it: what may have arrived is kept sealed, the rest
   * as it is, for a later run. Never rejects.
   */
  async giveUp(graceMillis: number): Promise<void> {
    this.#queued?.resolve()
    this.#queued = undefined
    this.#abort.abort()
    if (this.#running !== undefined) await within(this.#parts.clock, this.#running, graceMillis)
  }

  /** Gives up whatever is under way, for good. */
  end(): void {
    this.#cancelTimer?.()
    this.#lastDeadlineMillis = Math.min(this.#lastDeadlineMillis, this.#parts.clock.now())
    this.#isEnded = true
    this.#abort.abort()
  }

  #start(run: Pick<PumpRun, 'force' | 'charts'>): Promise<void> {
    // Set before the run begins: whoever is called by it (a logger) may ask for another.
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#running = promise
    void this.#run(run).then(resolve)
    return promise
  }

  #startQueued(): void {
    const queued = this.#queued
    if (queued === undefined) return
    this.#queued = undefined
    // Given up: a run that claimed now would hide what is to be written down.
    if (this.#isEnded) queued.resolve()
    else void this.#start({ force: queued.force }).then(queued.resolve)
  }

  async #run(run: Pick<PumpRun, 'force' | 'charts'>): Promise<void> {
    const { clock, deliveryTimeoutMillis, runPump } = this.#parts
    const deadlineMillis = Math.min(clock.now() + deliveryTimeoutMillis, this.#lastDeadlineMillis)
    this.#abort = new AbortController()
    if (this.#isEnded) this.#abort.abort()
    try {
      await runPump({ ...run, deadlineMillis, signal: this.#abort.signal })
    } finally {
      this.#running = undefined
      // In the same turn, so that nobody starts a second run in between.
      this.#startQueued()
      this.armTimer()
    }
  }

  #isDue(): boolean {
    const dueMillis = this.#parts.store.nextDueMillis()
    return dueMillis !== undefined && this.#parts.clock.now() > dueMillis
  }
}

async function isDone(promise: Promise<void>): Promise<true> {
  await promise
  return true
}
