/** Time, injected so that tests can turn a day into a millisecond. */
export interface Clock {
  /** Monotonic milliseconds; never goes back. */
  now(): number
  /** Milliseconds since the epoch; may jump. */
  wallNow(): number
  /**
   * Calls `run` once after `delayMillis` and returns what cancels it. A timer with `ref: false`
   * does not keep the process alive.
   */
  schedule(run: () => void, delayMillis: number, options: { readonly ref: boolean }): () => void
}

/** setTimeout fires at once above this. */
const maxDelayMillis = 2 ** 31 - 1

/** The real time of this process. */
export function createSystemClock(): Clock {
  return {
    now: () => performance.now(),
    wallNow: () => Date.now(),
    schedule(run, delayMillis, { ref }) {
      const timer = setTimeout(run, Math.min(Math.max(delayMillis, 0), maxDelayMillis))
      if (!ref) timer.unref()
      return () => {
        clearTimeout(timer)
      }
    },
  }
}

/** Waits `delayMillis`, or less if `signal` aborts. Never rejects. */
export function sleep(
  clock: Clock,
  delayMillis: number,
  options: { readonly ref: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { ref, signal } = options
  if (signal.aborted || delayMillis <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const cancel = clock.schedule(finish, delayMillis, { ref })
    signal.addEventListener('abort', finish)
  })
}

/** Resolves with `promise`, or with `undefined` once `delayMillis` are over. Keeps the process alive. */
export function within<T>(
  clock: Clock,
  promise: Promise<T>,
  delayMillis: number,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(() => resolve(undefined), delayMillis, { ref: true })
    promise.then(resolve, reject).finally(cancel)
  })
}
