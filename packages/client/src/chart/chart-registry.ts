import type { Claim } from '../bucket/bucket-store.ts'
import type { Section } from '../memory/memory.ts'
import type { WallTimes } from '../memory/wall-times.ts'
import type { ChartSettings, Slot } from './chart-settings.ts'

const hourMillis = 60 * 60 * 1000
const dayMillis = 24 * hourMillis

/** What waited of a chart, with its settings when the store keeps them. */
type Measured = Pick<Claim, 'chart' | 'settings'>

/** What is known of each chart: its settings, and what the service said of it. */
export class ChartRegistry {
  readonly #settings = new Map<string, ChartSettings>()
  /** When a point of a chart was last taken. */
  #accepted = new Map<string, number>()
  #heldUntil = new Map<string, number>()

  /** Fixes the settings at a chart's first use; later ones do not change them. */
  fix(chart: string, settings: ChartSettings): void {
    if (!this.#settings.has(chart)) this.#settings.set(chart, settings)
  }

  /** How many charts are remembered: at least those that wait. */
  get size(): number {
    return this.#settings.size
  }

  /** The settings a chart was first used with. */
  find(chart: string): ChartSettings | undefined {
    return this.#settings.get(chart)
  }

  /**
   * The settings that go with a claim: those that its store kept with it, else those of its chart's
   * first use here. A chart that only the store remembers (another process made it) counts as a sum.
   */
  settingsOf({ chart, settings }: Measured): ChartSettings {
    return settings ?? this.#settings.get(chart) ?? { aggregation: 'sum' }
  }

  /** How a chart competes for a slot, in this process if it is measured here. */
  slotOf({ chart, settings }: Measured): Slot {
    return (this.#settings.get(chart) ?? settings)?.slot ?? 'wanted'
  }

  /** Forgets the settings of charts that neither have a slot nor wait: names may be invented. */
  keepOnly(isKept: (chart: string) => boolean): void {
    for (const chart of this.#settings.keys()) if (!isKept(chart)) this.#settings.delete(chart)
  }

  /** The service took a point of `chart`. */
  accept(chart: string, now: number): void {
    this.#accepted.set(chart, now)
    this.#heldUntil.delete(chart)
  }

  /** Whether a point of `chart` was ever taken. */
  isAccepted(chart: string): boolean {
    return this.#accepted.has(chart)
  }

  /** Whether a point of any chart was taken within 24 h. */
  isKeyProven(now: number): boolean {
    return [...this.#accepted.values()].some((at) => now - at <= dayMillis)
  }

  /** The service has no slot for `chart`: it is not asked again before `untilMillis`. */
  hold(chart: string, untilMillis: number): void {
    this.#heldUntil.set(chart, untilMillis)
  }

  isHeld(chart: string, now: number): boolean {
    return now < (this.#heldUntil.get(chart) ?? -Infinity)
  }

  forget(chart: string): void {
    for (const known of [this.#settings, this.#accepted, this.#heldUntil]) known.delete(chart)
  }

  /** What other processes have to know. */
  snapshot({ toWall }: WallTimes): Record<'accepted' | 'held', Section> {
    const write = (times: ReadonlyMap<string, number>): Section =>
      new Map([...times].map(([chart, at]) => [chart, toWall(at)]))
    return { accepted: write(this.#accepted), held: write(this.#heldUntil) }
  }

  /** Takes over what they know. */
  restore(known: Record<'accepted' | 'held', Section>, { now, fromWall }: WallTimes): void {
    const read = (section: Section, latestMillis: number): Map<string, number> =>
      new Map([...section].map(([chart, at]) => [chart, fromWall(at, latestMillis) ?? -Infinity]))
    this.#accepted = read(known.accepted, now)
    this.#heldUntil = read(known.held, now + hourMillis)
  }
}
