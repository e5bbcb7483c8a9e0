import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { CollectionResult, MetricProducer, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { collectNow } from './collect-now.ts'

type CollectOptions = Parameters<PeriodicExportingMetricReader['collect']>[0]

/**
 * The reader of a set-up without code: knows at any time where everything is that was measured, also
 * while the SDK collects. That may take long: one callback of the app that hangs holds back what all
 * meters measured, which the SDK has taken out by then and gives nobody.
 */
export class RegisterReader extends PeriodicExportingMetricReader {
  readonly #wallNow: () => number
  /** Taken out of the SDK, and not given to the exporter yet. */
  readonly #held = new Set<ResourceMetrics>()
  #producer: MetricProducer | undefined
  #timeoutMillis = Infinity

  constructor(
    options: ConstructorParameters<typeof PeriodicExportingMetricReader>[0],
    wallNow: () => number,
  ) {
    super(options)
    this.#wallNow = wallNow
  }

  override setMetricProducer(producer: MetricProducer): void {
    this.#producer = producer
    super.setMetricProducer(producer)
  }

  /** Collects as the SDK does, after what needs no callback, so that none can hold that back. */
  override async collect(options?: CollectOptions): Promise<CollectionResult> {
    const early = collectNow(this.#producer, { changesOnly: true, wallMillis: this.#wallNow() })
    if (early !== undefined) this.#held.add(early)
    const timeoutMillis = Math.min(options?.timeoutMillis ?? Infinity, this.#timeoutMillis)
    const { errors, resourceMetrics } = await super.collect(
      Number.isFinite(timeoutMillis) ? { timeoutMillis } : options,
    )
    const scopeMetrics = [...(early?.scopeMetrics ?? []), ...resourceMetrics.scopeMetrics]
    const whole = { ...resourceMetrics, scopeMetrics }
    if (early !== undefined) this.#held.delete(early)
    if (scopeMetrics.length > 0) this.#held.add(whole)
    return { errors, resourceMetrics: whole }
  }

  /** The exporter has it now. */
  exported(collected: ResourceMetrics): void {
    this.#held.delete(collected)
  }

  /** From now on callbacks of the app get no more time than this. */
  limitCallbacks(timeoutMillis: number): void {
    this.#timeoutMillis = timeoutMillis
  }

  /**
   * Gives in this turn everything that the exporter has not got, as far as it can be had so, see
   * {@link collectNow}.
   */
  takeNow({ changesOnly }: { readonly changesOnly: boolean }): readonly ResourceMetrics[] {
    const held = [...this.#held]
    this.#held.clear()
    const rest = collectNow(this.#producer, { changesOnly, wallMillis: this.#wallNow() })
    return rest === undefined ? held : [...held, rest]
  }
}
