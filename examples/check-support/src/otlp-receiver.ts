import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

/** A data point as OTLP/HTTP writes it in JSON; 64-bit integers are strings. */
export interface OtlpDataPoint {
  readonly attributes?: readonly { readonly key: string; readonly value: object }[]
  readonly startTimeUnixNano?: string
  readonly timeUnixNano?: string
  readonly asDouble?: number
  readonly asInt?: number | string
  readonly count?: number | string
  readonly sum?: number
}

/** A metric as OTLP/HTTP writes it in JSON. */
export interface OtlpMetric {
  readonly name: string
  readonly sum?: { readonly dataPoints: readonly OtlpDataPoint[] }
  readonly gauge?: { readonly dataPoints: readonly OtlpDataPoint[] }
  readonly histogram?: { readonly dataPoints: readonly OtlpDataPoint[] }
}

/** The part of an `ExportMetricsServiceRequest` that is read here. */
interface OtlpExport {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly OtlpMetric[] }[]
  }[]
}

/** A running receiver. */
export interface OtlpReceiver {
  /** What exporters are given as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string
  /** The bodies that came, oldest first. */
  readonly exports: readonly OtlpExport[]
  /** All metrics of the newest export. */
  newest(): readonly OtlpMetric[]
  close(): void
}

/** Starts a real OTLP/HTTP receiver for metrics in JSON on a free port. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const exports: OtlpExport[] = []
  const server = createServer((request, response) => {
    const isExport = request.method === 'POST' && request.url === '/v1/metrics'
    const answer = (status: number): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    }
    if (!isExport) return answer(404)
    const received = json(request).then((body) => exports.push(body as OtlpExport))
    received.then(
      () => answer(200),
      () => answer(400),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    exports,
    newest: () => {
      const scopes = exports.at(-1)?.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics)
      return scopes?.flatMap(({ metrics }) => metrics) ?? []
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
