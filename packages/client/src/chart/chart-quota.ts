import type { Slot } from './chart-settings.ts'

/** Whether a chart has a slot of the account: not decided before its first bucket closes. */
export type Admission = 'admitted' | 'undecided' | 'left_out'

/** A chart that asks for a slot. */
export interface Candidate {
  readonly chart: string
  readonly slot: Slot
}

/** Names remembered so that each is said once; a program that invents names must not grow us. */
const maxNamesLeftOut = 1000

/**
 * Guards the account's charts: at most `maxCharts` are ever admitted. Who gets in is decided when a
 * bucket closes, among all that reported in it, so it does not depend on the order of arrival; who
 * is in, stays.
 */
export class ChartQuota {
  readonly #maxCharts: number
  /** In order of priority. */
  readonly #admitted = new Set<string>()
  readonly #leftOut = new Set<string>()
  #unsaid: string[] = []

  /** `reserved` charts have their slots from the start; `leftOut` ones are known to get none. */
  constructor(
    maxCharts: number,
    {
      reserved = [],
      leftOut = [],
    }: { reserved?: readonly string[]; leftOut?: readonly string[] } = {},
  ) {
    this.#maxCharts = maxCharts
    for (const chart of reserved.slice(0, maxCharts)) this.#admitted.add(chart)
    for (const chart of leftOut) this.#leftOut.add(chart)
  }

  /** The admitted charts, the one of highest priority first. */
  get admitted(): readonly string[] {
    return [...this.#admitted]
  }

  /** The charts that were left out, as far as they are remembered. */
  get leftOut(): readonly string[] {
    return [...this.#leftOut]
  }

  isAdmitted(chart: string): boolean {
    return this.#admitted.has(chart)
  }

  /** Tells how `chart` stands, leaving it out when it can no longer get a slot. */
  admissionOf(chart: string, slot: Slot): Admission {
    if (this.#admitted.has(chart)) return 'admitted'
    if (slot !== 'none' && this.#admitted.size < this.#maxCharts) return 'undecided'
    this.#leave(chart)
    return 'left_out'
  }

  /** Decides about the charts of one bucket: wanted before spare ones, then by name. */
  decide(candidates: readonly Candidate[]): void {
    const sorted = candidates
      .filter(({ chart, slot }) => this.admissionOf(chart, slot) === 'undecided')
      .sort((a, b) => rank(a) - rank(b) || compare(a.chart, b.chart))
    for (const { chart } of sorted) {
      if (this.#admitted.size < this.#maxCharts) this.#admit(chart)
      else this.#leave(chart)
    }
  }

  /** The charts left out since the last call: each is named once. */
  takeUnsaid(): readonly string[] {
    const unsaid = this.#unsaid
    this.#unsaid = []
    return unsaid
  }

  /** It may have been left out before, when what reported under its name was to get no slot. */
  #admit(chart: string): void {
    this.#admitted.add(chart)
    this.#leftOut.delete(chart)
  }

  #leave(chart: string): void {
    if (this.#leftOut.has(chart) || this.#leftOut.size >= maxNamesLeftOut) return
    this.#leftOut.add(chart)
    this.#unsaid.push(chart)
  }
}

function rank({ slot }: Candidate): number {
  return slot === 'spare' ? 1 : 0
}

/** Orders two names by code unit, so that the order does not depend on the machine's locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}
