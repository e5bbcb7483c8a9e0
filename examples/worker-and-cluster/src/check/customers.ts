import { setTimeout as pause } from 'node:timers/promises'

const atOnce = 4
const betweenMillis = 80
/** A connection that was handed to a worker which is dead by then is never answered. */
const patienceMillis = 5000

/** Customers who order, and remember which orders were confirmed. */
export class Customers {
  readonly #url: string
  confirmed = 0
  /** Their worker was killed: nobody knows whether these count. */
  unanswered = 0
  /** Process ids of those who confirmed. */
  readonly workers = new Set<number>()
  lastWorker: number | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** `false` when nobody listens, or the worker dies meanwhile. */
  async order(): Promise<boolean> {
    try {
      // A connection of its own, so that all workers get some.
      const response = await fetch(`${this.#url}/?amount=25`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(patienceMillis),
      })
      const [, pid] = /^confirmed by (\d+)\n$/.exec(await response.text()) ?? []
      if (pid === undefined) throw new Error('This is no confirmation.')
      this.confirmed += 1
      this.lastWorker = Number(pid)
      this.workers.add(this.lastWorker)
      return true
    } catch {
      return false
    }
  }

  /** Several customers order again and again for so long. */
  async orderFor(millis: number): Promise<void> {
    const endMillis = performance.now() + millis
    const orderAgain = async (): Promise<void> => {
      while (performance.now() < endMillis) {
        if (!(await this.order())) this.unanswered += 1
        await pause(betweenMillis)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, orderAgain))
  }
}
