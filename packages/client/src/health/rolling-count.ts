const slotMillis = 60 * 60 * 1000
const slots = 24

/** Counts events of the last 24 hours, to the hour, in constant memory. */
export class RollingCount {
  readonly #counts = Array.from({ length: slots }, () => 0)
  #newest = -Infinity

  add(now: number): void {
    const slot = this.#moveTo(now)
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
  }

  total(now: number): number {
    this.#moveTo(now)
    return this.#counts.reduce((sum, count) => sum + count, 0)
  }

  #moveTo(now: number): number {
    const hour = Math.floor(now / slotMillis)
    const stale = Math.min(slots, hour - this.#newest)
    for (let passed = 0; passed < stale; passed += 1) this.#counts[modulo(hour - passed)] = 0
    this.#newest = Math.max(this.#newest, hour)
    return modulo(hour)
  }
}

function modulo(hour: number): number {
  return ((hour % slots) + slots) % slots
}
