import { hostname } from 'node:os'
import type { Aggregate } from './aggregate/aggregate.ts'
import { toAggregate } from './aggregate/aggregate.ts'
import type { Aggregation } from './aggregate/aggregation.ts'
import { readAggregate } from './aggregate/read-aggregate.ts'
import type { ChartSettings } from './chart/chart-settings.ts'
import type { ClientParts } from './client-parts.ts'
import { within } from './clock.ts'
import { createConsoleLogger } from './console-logger.ts'
import { createPipeline } from './create-pipeline.ts'
import type { Pipeline } from './create-pipeline.ts'
import { readProcessEnvironment } from './environment.ts'
import { graceOf } from './delivery/create-delivery.ts'
import { expectNode } from './expect-node.ts'
import type { DropReason } from './health/drop-reason.ts'
import type { Health } from './health/health.ts'
import { isInRollout, sayLeftOutOfRollout } from './is-in-rollout.ts'
import type { Logger } from './log.ts'
import type { SpikelogClientOptions } from './options/client-options.ts'
import { resolveClientOptions } from './options/resolve-client-options.ts'
import { createSafeLogger } from './safe-logger.ts'

/** What a flush or a close came to, in points. */
export interface FlushReport {
  /** Accepted by Spikelog meanwhile. */
  readonly delivered: number
  /** Charts with something that still waits. */
  readonly pending: number
  /** Dropped or written to the fallback meanwhile. */
  readonly dropped: number
}

/** How a chart turns what is measured in a bucket into its point. */
export interface MeasureOptions {
  readonly aggregation?: Aggregation
}

/**
 * Puts numbers on Spikelog charts: aggregates them in this process and posts one value per chart and
 * bucket (five minutes by default), so that 1000 points last for days.
 *
 * A chart's first use fixes its aggregation. After construction nothing throws: what cannot be
 * charted is counted (see {@link SpikelogClient.health}) and said once.
 *
 * @example
 * ```ts
 * const spikelog = new SpikelogClient({ apiKey: 'sk_…' })
 * spikelog.add('sign-ups', 1)
 * spikelog.record('latency', 42)
 * await spikelog.close()
 * ```
 */
export class SpikelogClient {
  readonly #pipeline: Pipeline
  readonly #isIncluded: boolean
  readonly #trustsMerged: boolean
  #seq = 0
  #closing: Promise<FlushReport> | undefined

  /** @internal */
  constructor(options?: SpikelogClientOptions, parts?: ClientParts)
  /** @throws SpikelogError for a missing key and for a bad option, naming what was expected. */
  constructor(options?: SpikelogClientOptions, parts?: { readonly logger?: Logger })
  constructor(options: SpikelogClientOptions = {}, parts: ClientParts = {}) {
    expectNode(process.versions.node)
    const logger = createSafeLogger(parts.logger ?? createConsoleLogger(console))
    const environment = parts.environment ?? readProcessEnvironment
    const resolved =
      parts.resolvedOptions ??
      resolveClientOptions(options, environment, (message) => logger.warn(message))
    this.#trustsMerged = parts.trustsMerged ?? false
    const instance = parts.instance ?? hostname()
    this.#isIncluded = isInRollout(instance, resolved.rollout)
    if (!this.#isIncluded) logger.info(sayLeftOutOfRollout(instance, resolved.rollout))
    this.#pipeline = createPipeline(resolved, { ...parts, logger })
  }

  /** Adds `value` to the chart's bucket, whose point is the sum. For counting. */
  add(chart: string, value = 1, options?: MeasureOptions): void {
    this.#measure(chart, value, options?.aggregation ?? 'sum')
  }

  /** Records one measurement; the chart's point is their average. For durations and sizes. */
  record(chart: string, value: number, options?: MeasureOptions): void {
    this.#measure(chart, value, options?.aggregation ?? 'avg')
  }

  /** Sets the current value; the chart's point is the last one set. For levels. */
  set(chart: string, value: number, options?: MeasureOptions): void {
    this.#measure(chart, value, options?.aggregation ?? 'last')
  }

  /** Merges measurements that were aggregated elsewhere; by default the chart's point is the sum. */
  merge(chart: string, aggregate: Aggregate, settings: Partial<ChartSettings> = {}): void {
    if (this.#trustsMerged && isWhole(settings)) this.#merge(chart, aggregate, settings)
    else this.#merge(chart, readAggregate(aggregate), { aggregation: 'sum', ...settings })
  }

  /** Starts a delivery if a bucket is due; does not wait for it. */
  postDue(): void {
    const { store, loop, announceLeftOut, tellCounts } = this.#pipeline
    tellCounts()
    // The pump names who was left out, all of a bucket in one line; without a bucket there is none.
    if (store.nextDueMillis() === undefined) announceLeftOut()
    loop.postDue()
    // What another process left in the store is due some time, whether this one measures or not.
    loop.armTimer()
  }

  /**
   * Posts what waits and resolves when that is done, at the latest after `timeoutMillis` (default
   * `deliveryTimeoutMillis`); what is under way then goes on. Never rejects.
   *
   * @param options `force: false` posts only buckets that are due, `'spaced'` also what waits of charts
   *   whose last point is a bucket old; default all.
   *
   * `giveUp: true` gives up what is under way when the time is over, so that it keeps no process alive
   * that wants to end.
   */
  async flush(options?: {
    readonly force?: boolean | 'spaced'
    readonly timeoutMillis?: number
    readonly giveUp?: boolean
  }): Promise<FlushReport> {
    const { loop, clock, options: resolved } = this.#pipeline
    const before = this.#totals()
    const timeoutMillis = options?.timeoutMillis ?? resolved.deliveryTimeoutMillis
    const isOver = await within(
      clock,
      loop.run({ force: options?.force ?? true }).then(() => true),
      timeoutMillis,
    )
    if (isOver !== true && options?.giveUp === true) {
      await loop.giveUp(graceOf(resolved.shutdownTimeoutMillis) / 2)
    }
    return this.#reportSince(before)
  }

  /** How delivery stands. */
  health(): Health {
    const { health, accountState, operationCounts, quota, store, memory, ...rest } = this.#pipeline
    void memory.update()
    const isHeld = (chart: string): boolean => rest.registry.isHeld(chart, rest.clock.now())
    return health.report({
      state: accountState(),
      isIncluded: this.#isIncluded,
      admitted: quota.admitted.filter((chart) => !isHeld(chart)),
      // What was admitted here, and the account has no slot for.
      leftOut: [...quota.leftOut, ...quota.admitted.filter(isHeld)],
      operations: operationCounts(),
      pending: new Set(store.pending().keys()),
    })
  }

  /**
   * Forgets a chart: its slot is free, and it is asked for anew when it is measured again.
   *
   * @internal
   */
  forget(chart: string): void {
    const { memory, quota, registry } = this.#pipeline
    void memory.update(() => {
      quota.forget(chart)
      registry.forget(chart)
    })
  }

  /** Counts something that was lost before it reached the client, for {@link Health.dropped}. */
  countDropped(reason: DropReason, count = 1): void {
    this.#pipeline.health.dropped(reason, count)
  }

  /**
   * Posts what waits, writes down what could not be posted (to `fallbackFile`, else as one warning),
   * and closes the connections. Resolves within `timeoutMillis` (default `shutdownTimeoutMillis`), and
   * never rejects.
   *
   * With a `store` that outlives the process only what is due is posted, and the rest waits for the next
   * one. What is measured later is dropped and counted.
   */
  close(options?: { readonly timeoutMillis?: number }): Promise<FlushReport> {
    this.#closing ??= this.#close(
      options?.timeoutMillis ?? this.#pipeline.options.shutdownTimeoutMillis,
    )
    return this.#closing
  }

  /**
   * Writes down everything that is not delivered, in this very turn: for `process.on('exit', …)`,
   * where nothing can be waited for.
   *
   * Posts under way may have arrived and are marked so. Afterwards
   * nothing is posted any more. A `store` that answers with promises or outlives the process
   * keeps what it has.
   */
  writeDown(): void {
    const { intake, writeDown } = this.#pipeline
    intake.close()
    writeDown()
  }

  async #close(timeoutMillis: number): Promise<FlushReport> {
    const before = this.#totals()
    this.#pipeline.intake.close()
    await this.#pipeline.close(timeoutMillis)
    return this.#reportSince(before)
  }

  #measure(chart: string, value: number, aggregation: Aggregation): void {
    this.#seq += 1
    const aggregate = toAggregate(value, this.#pipeline.clock.now(), this.#seq)
    this.#merge(chart, aggregate, { aggregation })
  }

  #merge(chart: string, aggregate: Aggregate | undefined, settings: ChartSettings): void {
    const { loop, clock, intake } = this.#pipeline
    if (!this.#isIncluded) return
    if (aggregate) loop.closeEnded(Math.min(aggregate.fromMillis, clock.now()))
    intake.merge(chart, aggregate, settings)
  }

  #totals(): { delivered: number; dropped: number } {
    return this.#pipeline.health.totals()
  }

  #reportSince(before: { delivered: number; dropped: number }): FlushReport {
    const after = this.#totals()
    return {
      delivered: after.delivered - before.delivered,
      pending: this.#pipeline.store.pending().size,
      dropped: after.dropped - before.dropped,
    }
  }
}

function isWhole(settings: Partial<ChartSettings>): settings is ChartSettings {
  return settings.aggregation !== undefined
}
