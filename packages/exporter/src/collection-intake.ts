import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Clock, Logger, SpikelogClient } from '@spikelog-otel/client'
import type { ChartBook } from './charts/chart-book.ts'

/** What {@link CollectionIntake} needs. */
export interface CollectionIntakeParts {
  readonly book: ChartBook
  readonly client: SpikelogClient
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Hands collections over to the client once they are whole. A reader with `maxExportBatchSize` gives
 * one collection in several `export()` calls, all before the next `setImmediate`; a bucket closed
 * between two of them would hold half a total.
 */
export class CollectionIntake {
  readonly #parts: CollectionIntakeParts
  #finishing: NodeJS.Immediate | undefined

  constructor(parts: CollectionIntakeParts) {
    this.#parts = parts
  }

  /** Takes a part in. Throws what the book throws for data that cannot be read. */
  add(metrics: ResourceMetrics): void {
    this.#finishing ??= setImmediate(() => {
      this.#finishing = undefined
      this.handOver()
      this.#parts.client.postDue()
    })
    this.#parts.book.add(metrics, this.#parts.clock.now())
  }

  /** Hands over the last collection; nothing is posted any more on its account. */
  close(): void {
    clearImmediate(this.#finishing)
    this.handOver()
  }

  /**
   * Hands over what was taken in so far, which counts as whole: merges what the book has, counts
   * what it dropped, says what it noticed.
   */
  handOver(): void {
    const { book, client, logger } = this.#parts
    const { updates, dropped, notices } = book.take()
    for (const { chart, aggregate, settings } of updates) client.merge(chart, aggregate, settings)
    for (const { reason, count } of dropped) client.countDropped(reason, count)
    for (const { level, message } of notices) logger[level](message)
  }
}
