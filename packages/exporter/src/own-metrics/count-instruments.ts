import type { Attributes, Counter, Gauge, Meter } from '@opentelemetry/api'
import type { HealthCounts } from '@spikelog-otel/client'

const unit = '{point}'

/** The counts of `health()` that have a counter of their own, by its name. */
const counters = {
  written_down: {
    description: 'Points that Spikelog did not get and that are in the fallback file',
    read: ({ fallback }: HealthCounts) => fallback,
  },
  clamped: {
    description: 'Points moved to a bound of the clamp',
    read: ({ clamped }: HealthCounts) => clamped,
  },
  carried_over: {
    description: 'Points that did not arrive and were merged back into their bucket',
    read: ({ carriedOver }: HealthCounts) => carriedOver,
  },
  sealed: {
    description: 'Points that may have arrived and are posted again unchanged',
    read: ({ sealed }: HealthCounts) => sealed,
  },
} as const

/**
 * What is counted beside OpenTelemetry's conventions. It is told totals and adds what is new, so
 * that nothing is recorded where things are counted, in the way of the app's measurements.
 */
export class CountInstruments {
  readonly #component: Attributes
  readonly #dropped: Counter
  readonly #counters: readonly {
    readonly name: string
    readonly counter: Counter
    readonly read: (counts: HealthCounts) => number
  }[]
  readonly #pointsUsed: Gauge
  readonly #told: Map<string, number>
  /** The points of each chart that this meter knows: another one has to be told of all. */
  readonly #levels = new Map<string, number>()

  /** @param told the totals that were told before, by what they count; kept up to date */
  constructor(meter: Meter, component: Attributes, told: Map<string, number>) {
    this.#component = component
    this.#told = told
    this.#dropped = meter.createCounter('spikelog.exporter.point.dropped', {
      unit,
      description: 'What was measured and not charted, by reason',
    })
    this.#counters = Object.entries(counters).map(([name, { description, read }]) => ({
      name,
      counter: meter.createCounter(`spikelog.exporter.point.${name}`, { unit, description }),
      read,
    }))
    this.#pointsUsed = meter.createGauge('spikelog.exporter.chart.points_used', {
      unit,
      description: "Points posted that are still among a chart's newest 1000",
    })
  }

  update(counts: HealthCounts): void {
    for (const { name, counter, read } of this.#counters) {
      const added = this.#difference(name, read(counts))
      if (added > 0) counter.add(added, this.#component)
    }
    for (const [reason, total] of Object.entries(counts.dropped)) {
      const added = this.#difference(`dropped ${reason}`, total)
      if (added > 0) {
        this.#dropped.add(added, { ...this.#component, 'spikelog.drop.reason': reason })
      }
    }
    for (const [chart, used] of counts.pointsUsed) {
      if (this.#levels.get(chart) === used) continue
      this.#levels.set(chart, used)
      this.#pointsUsed.record(used, { ...this.#component, 'spikelog.chart.name': chart })
    }
  }

  #difference(what: string, total: number): number {
    const before = this.#told.get(what) ?? 0
    this.#told.set(what, total)
    return total - before
  }
}
