import type { OnceLog } from '../once-log.ts'
import { toOneLine } from '../to-one-line.ts'
import type { DeliveryObserver } from './delivery-observer.ts'

/** Wraps an observer: what it throws is said once and must not hurt delivery. */
export function guardObserver(
  observer: DeliveryObserver | undefined,
  once: OnceLog,
): DeliveryObserver {
  function guarded<T>(run: () => T): T | undefined {
    try {
      return run()
    } catch (error) {
      once.warn('observer', '', sayObserverFailed(error))
      return undefined
    }
  }
  return {
    begin() {
      const finish = guarded(() => observer?.begin())
      return (end) => guarded(() => finish?.(end))
    },
    count: (counts) => guarded(() => observer?.count(counts)),
  }
}

function sayObserverFailed(error: unknown): string {
  const reason = toOneLine(error instanceof Error ? error.message : String(error))
  return (
    `The exporter's own metrics could not be recorded: ${reason}. Delivery goes on without them. ` +
    'Look at the `meterProvider` that was passed, or remove it.'
  )
}
