import type { RefusalCode } from './contract/refusal-statuses.ts'
import type { RefusalSummary } from './live/sync-message.ts'

/** How many different refusals are remembered. */
const maxSummaries = 50

/** What was refused lately, summed up by code and chart. */
export class RefusalLog {
  readonly #onChange: () => void
  readonly #summaries = new Map<string, RefusalSummary>()

  /** @param onChange - called after each refusal */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Notes a refusal. What was refused longest ago gives way to what is new. */
  add(code: RefusalCode, chart: string | undefined, nowMillis: number): void {
    const key = JSON.stringify([code, chart])
    const count = (this.#summaries.get(key)?.count ?? 0) + 1
    this.#summaries.delete(key)
    this.#summaries.set(key, {
      code,
      ...(chart !== undefined && { chart }),
      count,
      lastAtMillis: nowMillis,
    })
    const [oldest] = this.#summaries.keys()
    if (this.#summaries.size > maxSummaries && oldest !== undefined) this.#summaries.delete(oldest)
    this.#onChange()
  }

  /** The latest, newest first. */
  latest(): RefusalSummary[] {
    return [...this.#summaries.values()].toReversed()
  }

  /** Forgets all. */
  clear(): void {
    this.#summaries.clear()
    this.#onChange()
  }
}
