import type { Clock } from '@spikelog-otel/client'
import { within } from '@spikelog-otel/client/internals'
import { countAppListeners } from './count-app-listeners.ts'
import type { HostProcess } from './count-app-listeners.ts'

/** What {@link ProcessEnd} needs. */
export interface ProcessEndParts {
  readonly process: HostProcess
  readonly clock: Clock
  /** No end is put off for longer. */
  readonly timeoutMillis: number
  /** Posts what waits; resolves to whether nothing is left. */
  readonly flush: () => Promise<boolean>
  /** Writes down in this turn what is undelivered; levels that were just posted need no row. */
  readonly writeDown: (options: { readonly changesOnly: boolean }) => void
}

const signals = ['SIGTERM', 'SIGINT'] as const
type Signal = (typeof signals)[number]

/** An end that comes within this after a flush belongs to it. */
const followsWithinMillis = 1000

/** `npm start` passes Ctrl-C on to a process that got it already: those two are one. */
const sameKeystrokeMillis = 50

/**
 * Gets out what was measured, however the process ends, and lets it end as it would without us:
 *
 * - by itself: flushes once, keeps the exit code;
 * - by SIGTERM or SIGINT: flushes, then ends with that signal; a second one ends it at once. Who
 *   listens to the signal too decides about the end. Delivery is not ended before the process is: what
 *   is measured during the flush is written down;
 * - by `process.exit()` or an error that nobody catches: writes down what is undelivered.
 */
export class ProcessEnd {
  readonly #parts: ProcessEndParts
  readonly #listeners: ReadonlyMap<string, () => void>
  #signalledMillis: number | undefined
  #flushing: Promise<void> | undefined
  #lastFlush = { millis: -Infinity, isOver: true, isComplete: true }

  constructor(parts: ProcessEndParts) {
    this.#parts = parts
    this.#listeners = new Map([
      ['beforeExit', () => this.#onBeforeExit()],
      ['exit', () => this.#writeDown()],
      ...signals.map((signal) => [signal, () => this.#onSignal(signal)] as const),
    ])
  }

  /**
   * Goes before listeners that are there: a `once` of the app's is gone when it was called, and would
   * not be counted; a `process.exit()` in it would keep ours from being called.
   */
  watch(): void {
    const { process } = this.#parts
    for (const [event, listener] of this.#listeners) process.prependListener(event, listener)
    // The app may have as many as before until Node warns. 0: any number.
    const most = process.getMaxListeners()
    if (most > 0) process.setMaxListeners(most + 1)
  }

  /** Once: the flush itself makes the event come again. */
  #onBeforeExit(): void {
    this.#removeListener('beforeExit')
    if (!this.#hasJustFailed()) void this.#flush()
  }

  #onSignal(signal: Signal): void {
    const { process, clock } = this.#parts
    const isListenedTo = countAppListeners(process, signal, 1) > 0
    if (this.#signalledMillis !== undefined) {
      // What the app makes of another signal is its own; the first one ends it.
      if (isListenedTo) return
      if (clock.now() - this.#signalledMillis >= sameKeystrokeMillis) this.#endBy(signal)
      return
    }
    if (isListenedTo) {
      void this.#flush()
      return
    }
    this.#signalledMillis = clock.now()
    if (this.#hasJustFailed()) this.#endBy(signal)
    else void this.#flush().then(() => this.#endBy(signal))
  }

  /** A flush failed at a signal before this end: trying again would put the end off twice. */
  #hasJustFailed(): boolean {
    const { millis, isComplete } = this.#lastFlush
    return !isComplete && this.#parts.clock.now() - millis < this.#parts.timeoutMillis
  }

  /** With our listener gone the signal does what it does without us. */
  #endBy(signal: Signal): void {
    this.#writeDown()
    for (const name of signals) this.#removeListener(name)
    this.#parts.process.kill(this.#parts.process.pid, signal)
  }

  /** One at a time: who asks meanwhile shares it. */
  #flush(): Promise<void> {
    this.#flushing ??= this.#flushOnce().finally(() => {
      this.#flushing = undefined
    })
    return this.#flushing
  }

  async #flushOnce(): Promise<void> {
    const { clock, flush, timeoutMillis } = this.#parts
    let isComplete: boolean | undefined
    try {
      isComplete = await within(clock, flush(), timeoutMillis)
    } catch {
      // The SDK's error handler, which the app may have set, threw: nothing of ours to say.
    }
    // One that failed or took too long need not have collected what it was to post.
    const isOver = isComplete !== undefined
    this.#lastFlush = { millis: clock.now(), isOver, isComplete: isComplete === true }
  }

  #writeDown(): void {
    const { clock, writeDown } = this.#parts
    const { millis, isOver } = this.#lastFlush
    writeDown({ changesOnly: isOver && clock.now() - millis < followsWithinMillis })
  }

  #removeListener(event: string): void {
    const listener = this.#listeners.get(event)
    if (listener !== undefined) this.#parts.process.removeListener(event, listener)
  }
}
