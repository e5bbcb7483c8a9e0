import { toPollDelay } from '../model/to-poll-delay.ts'

/** What a poller needs. */
export interface PollerParts {
  /** Asks once; a rejection is a failure. */
  poll: () => Promise<void>
  schedule: (callback: () => void, millis: number) => () => void
  isVisible: () => boolean
}

/** Asks again and again. */
export interface Poller {
  /** To be called when the page is shown or hidden. */
  wake: () => void
}

/** Polls while the page is visible: one request at a time, less often while it fails. */
export function createPoller({ poll, schedule, isVisible }: PollerParts): Poller {
  let failures = 0
  let isPolling = false
  let cancel: (() => void) | undefined

  const run = async () => {
    cancel?.()
    if (isPolling || !isVisible()) return
    isPolling = true
    try {
      await poll()
      failures = 0
    } catch {
      failures += 1
    }
    isPolling = false
    cancel = schedule(() => void run(), toPollDelay(failures))
  }

  void run()
  return { wake: () => void run() }
}
