import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { MetricProducer, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { collectNow } from './collect-now.ts'

/** The reader of a set-up without code: knows where the SDK keeps what is not collected yet. */
export class RegisterReader extends PeriodicExportingMetricReader {
  #producer: MetricProducer | undefined

  override setMetricProducer(producer: MetricProducer): void {
    this.#producer = producer
    super.setMetricProducer(producer)
  }

  /** Collects in this turn what can be collected so, see {@link collectNow}. */
  collectNow(options: {
    readonly changesOnly: boolean
    readonly wallMillis: number
  }): ResourceMetrics | undefined {
    return collectNow(this.#producer, options)
  }
}
