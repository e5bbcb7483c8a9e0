import type { Chart } from './chart.ts'
import type { Ledger } from './ledger.ts'
import type { MetricSource } from './metric-source.ts'
import { sayOwnTrafficIncluded, sayOwnTrafficLeftOut, toTrafficTest } from './own-traffic.ts'
import type { OwnEndpoint, Traffic } from './own-traffic.ts'
import type { PointFilter } from './point-reader.ts'

/**
 * Keeps the exporter's own requests out of `http.client.*` charts. What may be one counts only where
 * a rule names the metric, and that is said: otherwise posting would give cause to post.
 */
export class OwnTrafficFilter {
  readonly #trafficOf: (attributes: Parameters<PointFilter>[0]) => Traffic
  readonly #ledger: Ledger

  constructor(endpoint: OwnEndpoint, ledger: Ledger) {
    this.#trafficOf = toTrafficTest(endpoint)
    this.#ledger = ledger
  }

  /** The test for one metric of a chart; `undefined` when all its data points count. */
  filterFor({ name, isClient }: MetricSource, chart: Chart): PointFilter | undefined {
    return isClient ? this.#toFilter(name, chart) : undefined
  }

  #toFilter(name: string, chart: Chart): PointFilter {
    let isSaid = false
    return (attributes) => {
      const traffic = this.#trafficOf(attributes)
      if (traffic !== 'unknown') return traffic === 'foreign'
      if (!isSaid) this.#say(name, chart)
      isSaid = true
      if (!chart.isAskedByName) this.#ledger.drop(chart.nameFor(name), 'own_traffic', 1)
      return chart.isAskedByName
    }
  }

  #say(name: string, { isAskedByName }: Chart): void {
    // One view makes it so of all such metrics, so the first one says it for all.
    if (isAskedByName) this.#ledger.say('own traffic in', 'warn', sayOwnTrafficIncluded(name))
    else this.#ledger.say('own traffic out', 'warn', sayOwnTrafficLeftOut(name))
  }
}
