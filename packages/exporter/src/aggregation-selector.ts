import { AggregationType } from '@opentelemetry/sdk-metrics'
import type { AggregationOption, InstrumentType, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Clock, Logger } from '@spikelog-otel/client'
import type { ChartRule } from './charts/chart-rule.ts'
import { selectAggregationOption, toInstrumentReading } from './charts/select-aggregation-option.ts'
import type { InstrumentReading } from './charts/select-aggregation-option.ts'

/** What an {@link AggregationSelector} is made of. */
export interface AggregationSelectorParts {
  readonly rules: readonly ChartRule[]
  readonly chartedOnly: boolean
  readonly bucketMillis: number
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Says how the SDK should aggregate instruments that no view matches: as charts need it, or with
 * `chartedOnly` not at all. Notices when that leaves nothing, as it does when the provider has no
 * views; the SDK exports nothing then, so that nobody else would notice.
 */
export class AggregationSelector {
  readonly #parts: AggregationSelectorParts
  readonly #reading: InstrumentReading
  #isDropping = false
  #isSettled = false
  #cancelCheck = (): void => {}

  constructor(parts: AggregationSelectorParts) {
    this.#parts = parts
    this.#reading = toInstrumentReading(parts.rules)
  }

  /** Answers the SDK, which asks once for each instrument that no view matches. */
  select(instrumentType: InstrumentType): AggregationOption {
    if (this.#parts.chartedOnly) {
      if (!this.#isDropping) this.#checkLater()
      this.#isDropping = true
      return { type: AggregationType.DROP }
    }
    return selectAggregationOption(instrumentType, this.#reading)
  }

  /** Sees what the SDK exports. */
  note(metrics: ResourceMetrics): void {
    if (!this.#isSettled && metrics?.scopeMetrics?.length > 0) this.#settle()
  }

  /** Says now, once, that nothing was measured, if so; the exporter shuts down. */
  close(): void {
    if (!this.#isSettled && this.#isDropping) this.#parts.logger.warn(sayNothingCharted())
    this.#settle()
  }

  #checkLater(): void {
    const { clock, bucketMillis } = this.#parts
    // The first collection comes at the bucket's end; a tenth more lets it be late.
    this.#cancelCheck = clock.schedule(() => this.close(), 1.1 * bucketMillis, { ref: false })
  }

  #settle(): void {
    this.#isSettled = true
    this.#cancelCheck()
  }
}

function sayNothingCharted(): string {
  return 'Nothing was measured for a chart yet, and `chartedOnly` drops every instrument that no view matches. Give the meter provider `views: chartViews(charts)`, with the `charts` of the exporter and names in the case of their instruments, or leave `chartedOnly` out'
}
