import type { Drop, DropReason, Notice } from './summary.ts'

const maxRemembered = 1000

/** Counts what is dropped and keeps what is to be said, each thing once. */
export class Ledger {
  #drops = new Map<string, Map<DropReason, number>>()
  #notices: Notice[] = []
  readonly #said = new Set<string>()

  /** Counts data points left out of a chart. */
  drop(chart: string, reason: DropReason, count: number): void {
    if (count === 0) return
    const byReason = this.#drops.get(chart) ?? new Map<DropReason, number>()
    byReason.set(reason, (byReason.get(reason) ?? 0) + count)
    this.#drops.set(chart, byReason)
  }

  /**
   * Says something unless it was said before under the same key. After 1000 things nothing new is
   * said: whoever has read so many gains nothing from more, and memory stays bounded.
   */
  say(key: string, level: Notice['level'], message: string): void {
    if (this.#said.has(key) || this.#said.size >= maxRemembered) return
    this.#said.add(key)
    // Names come from anywhere; a line break in one must not begin a log line of its own.
    this.#notices.push({ level, message: message.replace(/\p{Cc}/gu, '?') })
  }

  /** Hands over everything since the last time. */
  take(): { dropped: Drop[]; notices: Notice[] } {
    const dropped = [...this.#drops].flatMap(([chart, byReason]) =>
      [...byReason].map(([reason, count]) => ({ chart, reason, count })),
    )
    const notices = this.#notices
    this.#drops = new Map()
    this.#notices = []
    return { dropped, notices }
  }
}
