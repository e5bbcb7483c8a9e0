import { context } from '@opentelemetry/api'
import type {
  AggregationOption,
  AggregationTemporality,
  InstrumentType,
  PushMetricExporter,
  ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import { SpikelogClient } from '@spikelog-otel/client'
import type { ClientParts, Health, Logger } from '@spikelog-otel/client'
import {
  createSafeLogger,
  createSystemClock,
  graceOf,
  isDurable,
  readProcessEnvironment,
} from '@spikelog-otel/client/internals'
import type { ResolvedClientOptions } from '@spikelog-otel/client/internals'
import { adviseLeftOut } from './advise-left-out.ts'
import { AggregationSelector } from './aggregation-selector.ts'
import { ChartBook } from './charts/chart-book.ts'
import { selectTemporality } from './charts/select-temporality.ts'
import { CollectionIntake } from './collection-intake.ts'
import { createDiagLogger } from './diag-logger.ts'
import type { SpikelogExporterOptions } from './exporter-options.ts'
import { exportResultCode } from './export-result.ts'
import type { ExportResult } from './export-result.ts'
import type { Server } from './own-metrics/own-instruments.ts'
import { OwnMetrics } from './own-metrics/own-metrics.ts'
import { resolveExporterOptions } from './resolve-exporter-options.ts'
import { RolloutGate } from './rollout-gate.ts'
import { suppressTracing } from './suppress-tracing.ts'

/** A shutdown that comes within this after a flush belongs to it and shares its time. */
const followsWithinMillis = 1000

/**
 * Exports OpenTelemetry metrics to Spikelog charts. Use it through `createSpikelogReader`, or in a
 * `PeriodicExportingMetricReader` of your own with any interval: a chart gets one point a bucket
 * (300 s by default) all the same.
 *
 * `export()` merges and answers at once, without I/O: SUCCESS means accepted, and from then on the
 * exporter owns the data until it is delivered or written down. How delivery goes is told by
 * {@link SpikelogMetricExporter.health}. After construction nothing throws or rejects.
 */
export class SpikelogMetricExporter implements PushMetricExporter {
  readonly #client: SpikelogClient
  readonly #intake: CollectionIntake
  readonly #rollout: RolloutGate
  readonly #clock: NonNullable<ClientParts['clock']>
  readonly #options: ResolvedClientOptions
  readonly #logger: Logger
  readonly #flushesDueOnly: boolean
  readonly #aggregations: AggregationSelector
  #lastFlush = { startMillis: -Infinity, endMillis: -Infinity }
  #shutdown: Promise<void> | undefined

  /** @internal */
  constructor(options?: SpikelogExporterOptions, parts?: ClientParts)
  /** @throws SpikelogError for a missing key and for a bad option, naming what was expected. */
  constructor(options?: SpikelogExporterOptions, parts?: { readonly logger?: Logger })
  constructor(options: SpikelogExporterOptions = {}, parts: ClientParts = {}) {
    const logger = createSafeLogger(parts.logger ?? createDiagLogger())
    const environment = parts.environment ?? readProcessEnvironment
    const resolved = resolveExporterOptions(options, environment, (message) => logger.warn(message))
    const { client: clientOptions, rules, prefix } = resolved
    this.#options = clientOptions
    this.#logger = logger
    this.#clock = parts.clock ?? createSystemClock()
    this.#flushesDueOnly = resolved.forceFlush === 'due'
    this.#aggregations = new AggregationSelector({
      rules,
      chartedOnly: resolved.chartedOnly,
      bucketMillis: clientOptions.bucketMillis,
      clock: this.#clock,
      logger,
    })
    this.#rollout = new RolloutGate({
      share: resolved.rollout,
      instance: parts.instance,
      environment,
      logger,
    })
    const { meterProvider } = resolved
    const server = toServer(clientOptions.endpoint)
    const book = new ChartBook({
      rules,
      prefix,
      maxCharts: clientOptions.maxCharts,
      ownEndpoint: { host: server.address, port: server.port },
      startMillis: this.#clock.now(),
    })
    this.#client = new SpikelogClient(undefined, {
      runDelivery: (deliver) => context.with(suppressTracing(context.active()), deliver),
      adviseLeftOut: (leftOut, admitted) =>
        adviseLeftOut(leftOut, admitted, { ...clientOptions, prefix, hasRules: rules.length > 0 }),
      ...(meterProvider && { observer: new OwnMetrics(meterProvider, server) }),
      ...parts,
      clock: this.#clock,
      logger,
      resolvedOptions: clientOptions,
      reservedCharts: book.reservedCharts,
      leftOutCharts: book.surplusCharts,
      trustsMerged: true,
    })
    this.#intake = new CollectionIntake({
      book,
      client: this.#client,
      clock: this.#clock,
      logger,
    })
    // What the rules alone give cause to say is said now, not with the first export.
    this.#intake.handOver()
    // What the processes before left: this one may end before its first export.
    if (this.isDurable) this.#client.postDue()
  }

  /** @internal Whether what is not due waits for the next process. */
  get isDurable(): boolean {
    return isDurable(this.#options)
  }

  /** Time between two points of a chart. */
  get bucketMillis(): number {
    return this.#options.bucketMillis
  }

  /** The time that `forceFlush()` and `shutdown()` take together at most. */
  get shutdownTimeoutMillis(): number {
    return this.#options.shutdownTimeoutMillis
  }

  /** Takes one collection, or a part of one, in. Calls back before it returns. */
  export(metrics: ResourceMetrics, resultCallback: (result: ExportResult) => void): void {
    resultCallback(this.#take(metrics))
  }

  /**
   * Posts what waits: the open bucket too, or with `forceFlush: 'due'` only what is due. Resolves
   * within `shutdownTimeoutMillis`, delivered or not.
   *
   * With `giveUp: true` it gives up what is under way when the time is over, so that it keeps no process
   * alive that wants to end.
   */
  async forceFlush(options?: { readonly giveUp?: boolean }): Promise<void> {
    if (this.#shutdown !== undefined) return this.#shutdown
    const { shutdownTimeoutMillis } = this.#options
    const startMillis = this.#clock.now()
    await this.#guarded(async () => {
      this.#intake.handOver()
      await this.#client.flush({
        force: !this.#flushesDueOnly,
        timeoutMillis: shutdownTimeoutMillis - graceOf(shutdownTimeoutMillis),
        giveUp: options?.giveUp ?? false,
      })
    })
    this.#lastFlush = { startMillis, endMillis: this.#clock.now() }
  }

  /**
   * Posts what waits, writes down what cannot be delivered, closes the connections. Resolves within
   * `shutdownTimeoutMillis`.
   *
   * It shares that time with a `forceFlush()` right before it. With a `store` that outlives the process
   * it posts only what is due, and leaves it the rest. Afterwards `export()` answers FAILED.
   */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#guarded(() => this.#close())
    return this.#shutdown
  }

  /**
   * Writes down everything that was exported and is not delivered, in this very turn: to
   * `fallbackFile`, else as one warning. For `process.on('exit', …)`, where nothing can be waited for.
   *
   * A `store` that outlives the process keeps it instead. Afterwards `export()` answers FAILED and
   * nothing is posted.
   */
  writeDown(): void {
    this.#shutdown ??= Promise.resolve()
    try {
      this.#intake.close()
      this.#client.writeDown()
    } catch (error) {
      this.#sayBug(error)
    }
  }

  /** How delivery stands: state, points, what was dropped and why. */
  health(): Health {
    this.#intake.handOver()
    return { ...this.#client.health(), isIncluded: this.#rollout.isIncluded }
  }

  selectAggregationTemporality(instrumentType: InstrumentType): AggregationTemporality {
    return selectTemporality(instrumentType)
  }

  selectAggregation(instrumentType: InstrumentType): AggregationOption {
    return this.#aggregations.select(instrumentType)
  }

  #take(metrics: ResourceMetrics): ExportResult {
    if (this.#shutdown !== undefined) {
      return failed('the exporter was shut down: nothing is exported any more')
    }
    try {
      this.#aggregations.note(metrics)
      if (this.#rollout.admits(metrics?.resource)) this.#intake.add(metrics)
      return { code: exportResultCode.SUCCESS }
    } catch (error) {
      return failed(`the metrics could not be read: ${String(error)}`)
    }
  }

  /** The SDK skips `shutdown()` when `forceFlush()` rejects, and passes rejections on to the app. */
  async #guarded(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.#sayBug(error)
    }
  }

  #sayBug(error: unknown): void {
    this.#logger.error(`This should not happen, please report it: ${String(error)}`)
  }

  async #close(): Promise<void> {
    this.#aggregations.close()
    this.#intake.close()
    const now = this.#clock.now()
    const { startMillis, endMillis } = this.#lastFlush
    const usedMillis = now - endMillis < followsWithinMillis ? now - startMillis : 0
    await this.#client.close({ timeoutMillis: this.#options.shutdownTimeoutMillis - usedMillis })
  }
}

function failed(message: string): ExportResult {
  return { code: exportResultCode.FAILED, error: new Error(message) }
}

/** As attributes have it: the host of a URL puts an IPv6 address in brackets. */
function toServer(endpoint: URL): Server {
  const standardPort = endpoint.protocol === 'https:' ? 443 : 80
  const address = endpoint.hostname.replace(/^\[(.*)\]$/u, '$1')
  return { address, port: Number(endpoint.port) || standardPort }
}
