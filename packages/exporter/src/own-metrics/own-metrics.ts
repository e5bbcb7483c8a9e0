import type { MeterProvider } from '@opentelemetry/api'
import type { DeliveryEnd, DeliveryObserver, HealthCounts } from '@spikelog-otel/client'
import type { MeterProviderSource } from '../exporter-options.ts'
import { OwnInstruments } from './own-instruments.ts'
import type { Server } from './own-instruments.ts'

/**
 * Records the exporter's own metrics. The provider may be the one that our reader belongs to, which
 * does not exist yet when the exporter is made: a function is asked for it, again each time, so that
 * one that comes late, or replaces another, is found.
 *
 * Recording does nothing but count in memory. What is recorded while points are delivered is
 * collected with the next bucket, so it never asks for a delivery itself.
 */
export class OwnMetrics implements DeliveryObserver {
  readonly #source: MeterProviderSource
  readonly #server: Server
  readonly #told = new Map<string, number>()
  #provider: MeterProvider | undefined
  #instruments: OwnInstruments | undefined

  constructor(source: MeterProviderSource, server: Server) {
    this.#source = source
    this.#server = server
    // As soon as the app has put its provider together: one that was shut down gives no meter.
    queueMicrotask(() => {
      try {
        this.#current()
      } catch {
        // Not there yet; what goes wrong later is said.
      }
    })
  }

  begin(): (end?: DeliveryEnd) => void {
    return this.#current()?.begin() ?? (() => {})
  }

  count(counts: HealthCounts): void {
    // Told to the no-op that stands for a global provider before there is one, totals would be lost.
    const instruments = this.#current()
    if (instruments?.isNoop === false) instruments.count(counts)
  }

  #current(): OwnInstruments | undefined {
    const provider = typeof this.#source === 'function' ? this.#source() : this.#source
    if (provider !== this.#provider) {
      this.#instruments = provider && new OwnInstruments(provider, this.#server, this.#told)
      this.#provider = provider
    }
    return this.#instruments
  }
}
