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
  readonly #reserved: readonly string[]
  /** In order of priority. */
  #admitted = new Set<string>()
  /** Those of them that have reported, here or in another process. */
  #used = new Set<string>()
  /** Those whose slot may be given to another. */
  #idle: readonly string[] = []
  #leftOut = new Set<string>()
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
    this.#reserved = reserved
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

  /** The admitted charts that have reported: other processes have to know of them. */
  get used(): readonly string[] {
    return this.admitted.filter((chart) => this.#used.has(chart))
  }

  isAdmitted(chart: string): boolean {
    return this.#admitted.has(chart)
  }

  /** Tells how `chart` stands, leaving it out when it can no longer get a slot. */
  admissionOf(chart: string, slot: Slot): Admission {
    if (this.#admitted.has(chart)) return 'admitted'
    if (slot !== 'none' && this.#hasRoom) return 'undecided'
    this.#leave(chart)
    return 'left_out'
  }

  /** Decides about the charts of one bucket: wanted before spare ones, then by name. */
  decide(candidates: readonly Candidate[]): void {
    for (const { chart } of candidates) this.#note(chart)
    const sorted = candidates
      .filter(({ chart, slot }) => this.admissionOf(chart, slot) === 'undecided')
      .sort((a, b) => rank(a) - rank(b) || compare(a.chart, b.chart))
    for (const { chart } of sorted) {
      if (this.#hasRoom) this.#admit(chart)
      else this.#leave(chart)
    }
  }

  /** The charts left out since the last call: each is named once. */
  takeUnsaid(): readonly string[] {
    const unsaid = this.#unsaid
    this.#unsaid = []
    return unsaid
  }

  /** Gives up the chart's slot, and what is known of it. */
  forget(chart: string): void {
    for (const charts of [this.#admitted, this.#used, this.#leftOut]) charts.delete(chart)
  }

  /**
   * Takes over what all processes know of the account: the charts that have a slot, which stay; those
   * of them whose slot may be given to another; the charts that are left out, of which that is `said`.
   */
  restore(known: {
    readonly used: readonly string[]
    readonly idle: readonly string[]
    readonly leftOut: readonly string[]
    readonly said: ReadonlySet<string>
  }): void {
    const used = new Set(known.used)
    // What reported elsewhere goes before what is only reserved here.
    let room = this.#maxCharts - used.size
    const reserved = this.#reserved.filter((chart) => used.has(chart) || (room -= 1) >= 0)
    this.#admitted = new Set([...reserved, ...used])
    this.#idle = known.idle.filter((chart) => !reserved.includes(chart))
    this.#used = used
    this.#leftOut = new Set(known.leftOut.filter((chart) => !used.has(chart)))
    this.#unsaid = this.#unsaid.filter((chart) => !known.said.has(chart))
  }

  get #hasRoom(): boolean {
    return this.#admitted.size - this.#idle.length < this.#maxCharts
  }

  #note(chart: string): void {
    if (!this.#admitted.has(chart)) return
    this.#used.add(chart)
    this.#idle = this.#idle.filter((one) => one !== chart)
  }

  /** It may have been left out before, when what reported under its name was to get no slot. */
  #admit(chart: string): void {
    const [idle, ...others] = this.#idle
    if (idle !== undefined && this.#admitted.size >= this.#maxCharts) {
      this.forget(idle)
      this.#idle = others
    }
    this.#admitted.add(chart)
    this.#used.add(chart)
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
