import type { Section } from '../memory/memory.ts'

const hourMillis = 60 * 60 * 1000
const hours = 24

/** Counts events by name, some by the hour: this process's own, and those of all that share them. */
export class EventCounts {
  readonly #nowMillis: () => number
  readonly #own = new Map<string, number>()
  #others: ReadonlyMap<string, number> = new Map()

  /** @param nowMillis what hours go by */
  constructor(nowMillis: () => number) {
    this.#nowMillis = nowMillis
  }

  add(name: string, count = 1): void {
    this.#own.set(name, this.own(name) + count)
  }

  /** Adds one that counts for 24 hours, to the hour. */
  addNow(name: string): void {
    const key = toKey(name, this.#hour())
    if (!this.#own.has(key)) this.#forgetOld()
    this.add(key)
  }

  own(name: string): number {
    return this.#own.get(name) ?? 0
  }

  all(name: string): number {
    return this.own(name) + (this.#others.get(name) ?? 0)
  }

  /** Those of the last 24 hours. */
  lately(name: string): number {
    const newest = this.#hour()
    let sum = 0
    for (let ago = 0; ago < hours; ago += 1) sum += this.all(toKey(name, newest - ago))
    return sum
  }

  /** All that counted something. */
  get names(): ReadonlySet<string> {
    return new Set([...this.#own.keys(), ...this.#others.keys()])
  }

  /** What other processes have to know. */
  snapshot(): Section {
    this.#forgetOld()
    const names = [...this.names].filter((name) => !this.#isOld(name))
    return new Map(names.map((name) => [name, this.all(name)]))
  }

  /** Takes over what all counted. */
  restore(all: Section): void {
    this.#others = new Map([...all].map(([name, count]) => [name, Number(count) - this.own(name)]))
  }

  #forgetOld(): void {
    for (const name of this.#own.keys()) if (this.#isOld(name)) this.#own.delete(name)
  }

  /** One of an hour to come, by a clock that was set back since, is old too. */
  #isOld(key: string): boolean {
    const [, hour] = key.split('@')
    if (hour === undefined) return false
    const ago = this.#hour() - Number(hour)
    return !(ago >= 0 && ago < hours)
  }

  #hour(): number {
    return Math.floor(this.#nowMillis() / hourMillis)
  }
}

function toKey(name: string, hour: number): string {
  return `${name}@${hour}`
}
