/**
 * Does the work again while another process is in the way, for about `busyMillis`. SQLite's own waiting
 * knows neither a first connection that recovers the log nor a last one that takes it away, and lets
 * latecomers starve.
 */
export function retryBusy<Result>(work: () => Result, busyMillis: number): Result {
  let waitedMillis = 0
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || waitedMillis >= busyMillis) throw error
      // Of many who wait, each another time.
      const millis = 1 + ((process.pid + waitedMillis) % 7)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)
      waitedMillis += millis
    }
  }
}

/** SQLITE_BUSY, SQLITE_LOCKED and SQLITE_PROTOCOL, whatever their kind. */
export function isBusy(error: unknown): boolean {
  return [5, 6, 15].includes(toSqliteCode(error))
}

/** SQLITE_IOERR_DELETE_NOENT: another process took the log of a deleted file away at the same time. */
const goneMeanwhile = 5898

/** SQLite's result code, without what it says more; 0 for another error. */
export function toSqliteCode(error: unknown): number {
  const { errcode }: { readonly errcode?: unknown } = Object(error)
  return errcode === goneMeanwhile ? 5 : Number(errcode) & 0xff
}
