import { createNoopMeter } from '@opentelemetry/api'
import type { Attributes, Counter, Histogram, UpDownCounter } from '@opentelemetry/api'
import type { Meter, MeterProvider } from '@opentelemetry/api'
import type { DeliveryEnd, HealthCounts } from '@spikelog-otel/client'
import { ownScope } from '../charts/own-scope.ts'
import { CountInstruments } from './count-instruments.ts'
import { nextComponentName } from './next-component-name.ts'

// The conventions want the language's name of the type where they have none of their own.
const componentType = 'SpikelogMetricExporter'

/** Where the exporter posts to. */
export interface Server {
  readonly address: string
  readonly port: number
}

/**
 * The exporter's own instruments at one provider: those of OpenTelemetry's semantic conventions for
 * SDK exporters (`otel.sdk.exporter.*`), and those of what is counted beside them.
 */
export class OwnInstruments {
  readonly #attributes: Attributes
  readonly #inflight: UpDownCounter
  readonly #exported: Counter
  readonly #duration: Histogram
  readonly #counts: CountInstruments

  /** @param told see {@link CountInstruments} */
  constructor(provider: MeterProvider, server: Server, told: Map<string, number>) {
    const meter: Meter = provider.getMeter(ownScope)
    this.#inflight = meter.createUpDownCounter('otel.sdk.exporter.metric_data_point.inflight', {
      unit: '{data_point}',
      description: 'Points that are being posted and have neither been delivered nor failed yet',
    })
    this.#exported = meter.createCounter('otel.sdk.exporter.metric_data_point.exported', {
      unit: '{data_point}',
      description: 'Points whose delivery has ended, delivered or failed',
    })
    this.#duration = meter.createHistogram('otel.sdk.exporter.operation.duration', {
      unit: 's',
      description: 'Duration of the delivery of a point, over all its attempts',
      advice: { explicitBucketBoundaries: [] },
    })
    const component = {
      'otel.component.type': componentType,
      'otel.component.name': nextComponentName(componentType, provider),
    }
    this.#counts = new CountInstruments(meter, component, told)
    this.#attributes = {
      ...component,
      'server.address': server.address,
      'server.port': server.port,
    }
  }

  /** Whether nothing comes of what is recorded. */
  get isNoop(): boolean {
    // The API has one no-op counter for all its no-op meters.
    return this.#exported === createNoopMeter().createCounter('')
  }

  /** What it returns belongs to these instruments, whichever provider is in use by then. */
  begin(): (end?: DeliveryEnd) => void {
    this.#inflight.add(1, this.#attributes)
    return (end) => {
      this.#inflight.add(-1, this.#attributes)
      if (end === undefined) return
      const { errorType, status, durationMillis } = end
      const exported = {
        ...this.#attributes,
        ...(errorType !== undefined && { 'error.type': errorType }),
      }
      this.#exported.add(1, exported)
      this.#duration.record(durationMillis / 1000, {
        ...exported,
        ...(status !== undefined && { 'http.response.status_code': status }),
      })
    }
  }

  count(counts: HealthCounts): void {
    this.#counts.update(counts)
  }
}
