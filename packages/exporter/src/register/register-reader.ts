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
  /** Given to the exporter past the SDK, which may still come with it. */
  readonly #taken = new WeakSet<ResourceMetrics>()
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
    const { errors, resourceMetrics } = await this.#collectAll(options, early)
    // Taken meanwhile, it is with the exporter already.
    const before = early !== undefined && this.#held.delete(early) ? early.scopeMetrics : []
    const scopeMetrics = [...before, ...resourceMetrics.scopeMetrics]
    const whole = { ...resourceMetrics, scopeMetrics }
    if (scopeMetrics.length > 0) this.#held.add(whole)
    return { errors, resourceMetrics: whole }
  }

  /** What threw need not be an error: the SDK itself fails at a callback that throws `null`, say. */
  async #collectAll(
    options: CollectOptions,
    early: ResourceMetrics | undefined,
  ): Promise<CollectionResult> {
    const timeoutMillis = Math.min(options?.timeoutMillis ?? Infinity, this.#timeoutMillis)
    try {
      return await super.collect(Number.isFinite(timeoutMillis) ? { timeoutMillis } : options)
    } catch (error) {
      if (early === undefined) throw error
      return { errors: [error], resourceMetrics: { ...early, scopeMetrics: [] } }
    }
  }

  /** The SDK comes with a collection: whether the exporter wants it, or has it already. */
  isNew(collected: ResourceMetrics): boolean {
    this.#held.delete(collected)
    return !this.#taken.has(collected)
  }

  /** From now on callbacks of the app get no more time than this. */
  limitCallbacks(timeoutMillis: number): void {
    this.#timeoutMillis = timeoutMillis
  }

  /** Gives what was collected and did not get to the exporter: a callback or a logger failed. */
  takeHeld(): readonly ResourceMetrics[] {
    const held = [...this.#held]
    this.#held.clear()
    for (const collected of held) this.#taken.add(collected)
    return held
  }

  /**
   * Gives in this turn everything that the exporter has not got, as far as it can be had so, see
   * {@link collectNow}.
   */
  takeNow({ changesOnly }: { readonly changesOnly: boolean }): readonly ResourceMetrics[] {
    const rest = collectNow(this.#producer, { changesOnly, wallMillis: this.#wallNow() })
    return [...this.takeHeld(), ...(rest === undefined ? [] : [rest])]
  }
}
