import type { LocalSpikelog } from '@spikelog-otel/local'
import { onBucket } from './on-bucket.ts'

/** When the demo ends. */
export interface DoneOptions {
  /** Ends it after so many buckets. */
  readonly buckets: number | undefined
  readonly seconds: number | undefined
  /** For the first points to come. */
  readonly patienceMillis: number
  readonly signal: AbortSignal
}

/** Resolves when the demo has shown what it should; rejects when no point comes. */
export async function untilDone(local: LocalSpikelog, options: DoneOptions): Promise<void> {
  const { buckets = Infinity, seconds, patienceMillis, signal } = options
  const done = Promise.withResolvers<void>()
  let seen = 0
  const listener = onBucket(local, () => {
    seen += 1
    clearTimeout(patience)
    if (seen >= buckets) done.resolve()
  })
  // What is demonstrated keeps the process alive, not the timers.
  const patience = setTimeout(() => {
    done.reject(new Error(`No point arrived within ${patienceMillis / 1000} s.`))
  }, patienceMillis).unref()
  const limit = seconds && setTimeout(done.resolve, seconds * 1000).unref()
  signal.addEventListener('abort', () => done.resolve(), { once: true })
  if (signal.aborted) done.resolve()
  try {
    await done.promise
  } finally {
    listener.close()
    clearTimeout(patience)
    clearTimeout(limit)
  }
}
