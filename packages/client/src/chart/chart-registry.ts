import type { Claim } from '../bucket/bucket-store.ts'
import type { ChartSettings, Slot } from './chart-settings.ts'

const dayMillis = 24 * 60 * 60 * 1000

/** What waited of a chart, with its settings when the store keeps them. */
type Measured = Pick<Claim, 'chart' | 'settings'>

/** What is known of each chart: its settings, and what the service said of it. */
export class ChartRegistry {
  readonly #settings = new Map<string, ChartSettings>()
  readonly #accepted = new Set<string>()
  readonly #heldUntil = new Map<string, number>()
  #lastAcceptedMillis = -Infinity

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
    this.#accepted.add(chart)
    this.#heldUntil.delete(chart)
    this.#lastAcceptedMillis = now
  }

  /** Whether a point of `chart` was ever taken. */
  isAccepted(chart: string): boolean {
    return this.#accepted.has(chart)
  }

  /** Whether a point of any chart was taken within 24 h. */
  isKeyProven(now: number): boolean {
    return now - this.#lastAcceptedMillis <= dayMillis
  }

  /** The service has no slot for `chart`: it is not asked again before `untilMillis`. */
  hold(chart: string, untilMillis: number): void {
    this.#heldUntil.set(chart, untilMillis)
  }

  isHeld(chart: string, now: number): boolean {
    return now < (this.#heldUntil.get(chart) ?? -Infinity)
  }
}
