import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { inAdmissionOrder } from './admission-order.ts'
import { ChartRouter } from './chart-router.ts'
import type { ChartRouterOptions } from './chart-router.ts'
import { Collection } from './collection.ts'
import type { RoutedMetric } from './collection.ts'
import { Ledger } from './ledger.ts'
import { MetricIntake } from './metric-intake.ts'
import type { OwnEndpoint } from './own-traffic.ts'
import { OwnTrafficFilter } from './own-traffic-filter.ts'
import { sayLastOfGauges, saySurplusCharts } from './rule-notices.ts'
import { asksLastOfGauges } from './select-aggregation-option.ts'
import type { ChartUpdate, Summary } from './summary.ts'

/** What a {@link ChartBook} is made of. */
export interface ChartBookOptions extends ChartRouterOptions {
  /** `http.client.*` data points of requests to it are skipped. */
  readonly ownEndpoint?: OwnEndpoint | undefined
  /** Nothing was measured earlier, whatever the times of the data say: they are wall time. */
  readonly startMillis?: number | undefined
}

/**
 * Sums up what metrics give the charts, one collection after the other. `add` takes the parts of a
 * collection, `take` ends it: call it in the next `setImmediate` (a reader hands all parts over
 * before that), before a flush and before a shutdown.
 *
 * Odd data is skipped and counted. Should a getter of the data throw, `add` throws too: what was
 * read before it is kept, and the book goes on with the next batch.
 */
export class ChartBook {
  /** Charts that hold a slot from the start, in order of priority. */
  readonly reservedCharts: readonly string[]
  /** Charts of rules beyond the account's slots; a notice names them. */
  readonly surplusCharts: readonly string[]
  readonly #ledger = new Ledger()
  readonly #intake: MetricIntake
  readonly #ownTraffic: OwnTrafficFilter | undefined
  #collection: Collection | undefined
  #updates: ChartUpdate[] = []
  #previousMillis: number
  #seq = 0

  constructor(options: ChartBookOptions) {
    const router = new ChartRouter(options, this.#ledger)
    this.#intake = new MetricIntake(router, this.#ledger)
    const { ownEndpoint } = options
    this.#ownTraffic = ownEndpoint && new OwnTrafficFilter(ownEndpoint, this.#ledger)
    this.#previousMillis = options.startMillis ?? -Infinity
    this.reservedCharts = router.reservedCharts
    this.surplusCharts = router.surplusCharts
    if (this.surplusCharts.length > 0) {
      this.#ledger.say('surplus', 'warn', saySurplusCharts(this.surplusCharts, options.maxCharts))
    }
    if (asksLastOfGauges(options.rules)) {
      this.#ledger.say('last of gauges', 'info', sayLastOfGauges(options.rules))
    }
  }

  /**
   * Adds a part of the running collection, or begins the next one.
   *
   * @param nowMillis monotonic milliseconds of the caller's clock
   */
  add(resourceMetrics: ResourceMetrics, nowMillis: number): void {
    const batch = this.#intake.route(resourceMetrics)
    if (this.#collection?.isContinuedBy(batch) === false) this.#finish()
    this.#seq += this.#collection === undefined ? 1 : 0
    this.#collection ??= new Collection(this.#seq, this.#previousMillis)
    this.#collection.arrive(nowMillis)
    for (const routed of batch) {
      this.#collection.note(routed)
      this.#read(routed, this.#collection)
    }
  }

  /** Ends the running collection and hands over what came together since the last time. */
  take(): Summary {
    this.#finish()
    const updates = this.#updates
    this.#updates = []
    return { updates, ...this.#ledger.take() }
  }

  #read(routed: RoutedMetric, { charts, seq }: Collection): void {
    // By index: for each metric an iterator would be a tenth of what an export allocates.
    for (let i = 0; i < routed.charts.length; i += 1) {
      const chart = routed.charts[i]
      if (chart === undefined) continue
      charts.add(chart)
      chart.read(routed, seq, this.#ownTraffic?.filterFor(routed.source, chart))
    }
  }

  #finish(): void {
    const collection = this.#collection
    if (collection === undefined) return
    this.#collection = undefined
    const span = collection.toSpan()
    this.#previousMillis = span.toMillis
    const updates: ChartUpdate[] = []
    for (const chart of collection.charts) {
      const update = chart.finish(span)
      if (update !== undefined) updates.push(update)
    }
    this.#updates = this.#updates.concat(inAdmissionOrder(updates))
  }
}
