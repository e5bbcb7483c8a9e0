import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import type { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http'
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { useServer } from '../../client/support/use-server.ts'

/** A reader that sends OTLP to a server of this machine. */
export interface Otlp {
  readonly reader: PeriodicExportingMetricReader
  /** What the server got: the bodies of all requests, in order. */
  readonly bodies: () => string[]
  /** Resolves when so many exports have been answered. */
  readonly exported: (count: number) => Promise<void>
}

/** OTLP's exporter; lets a test wait for its answers. */
class AnsweredExporter extends OTLPMetricExporter {
  #answers = 0
  #waiting: { readonly count: number; readonly resolve: () => void }[] = []

  override export(...[metrics, done]: Parameters<OTLPMetricExporter['export']>): void {
    super.export(metrics, (result) => {
      done(result)
      this.#answers += 1
      for (const { count, resolve } of this.#waiting) if (this.#answers >= count) resolve()
    })
  }

  answered(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.#answers >= count) resolve()
    else this.#waiting.push({ count, resolve })
    return promise
  }
}

/** Makes the reader and the server it sends to. */
export async function useOtlp(
  exportIntervalMillis: number,
  temporalityPreference: AggregationTemporalityPreference,
): Promise<Otlp> {
  const { endpoint, requests } = await useServer((response) => {
    response.setHeader('content-type', 'application/json').end('{}')
  })
  const exporter = new AnsweredExporter({ url: endpoint, temporalityPreference })
  return {
    reader: new PeriodicExportingMetricReader({ exportIntervalMillis, exporter }),
    bodies: () => requests.map(({ body }) => body),
    exported: (count) => exporter.answered(count),
  }
}
