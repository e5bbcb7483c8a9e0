import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { PeriodicExportingMetricReaderOptions } from '@opentelemetry/sdk-metrics'
import type { ClientParts, Logger } from '@spikelog-otel/client'
import { SpikelogError } from '@spikelog-otel/client'
import { aNumber, aWholeNumber, OptionReader } from '@spikelog-otel/client/internals'
import type { SpikelogExporterOptions } from './exporter-options.ts'
import { SpikelogMetricExporter } from './spikelog-metric-exporter.ts'

/** Options of the exporter, and those of the SDK's reader around it. */
export type SpikelogReaderOptions = SpikelogExporterOptions &
  Omit<PeriodicExportingMetricReaderOptions, 'exporter'> & {
    /**
     * How often observable instruments are looked at in a bucket, 1 to 60: the reader collects once
     * in a bucket ÷ n. A chart gets one point a bucket all the same. Not with `exportIntervalMillis`.
     *
     * @default 1
     */
    readonly samplesPerBucket?: number | undefined
  }

/** The names of the SDK's reader's options; what it adds later is added here. */
const sdkOptionNames = [
  'exportIntervalMillis',
  'exportTimeoutMillis',
  'metricProducers',
  'maxExportBatchSize',
  'cardinalityLimits',
] as const satisfies readonly (keyof PeriodicExportingMetricReaderOptions)[]

/** The SDK's own default. */
const defaultTimeoutMillis = 30_000

/** A longer timer fires at once. */
const maxIntervalMillis = 2 ** 31 - 1

/** @internal */
export function createSpikelogReader(
  options?: SpikelogReaderOptions,
  parts?: ClientParts,
): PeriodicExportingMetricReader
/**
 * Makes the reader that puts your metrics on Spikelog charts: a `PeriodicExportingMetricReader`
 * around a {@link SpikelogMetricExporter}, collecting once a bucket (300 s by default).
 *
 * @example
 * ```ts
 * const meterProvider = new MeterProvider({ readers: [createSpikelogReader({ apiKey: 'sk_…' })] })
 * ```
 * @throws SpikelogError for a missing key and for a bad option, naming what was expected.
 */
export function createSpikelogReader(
  options?: SpikelogReaderOptions,
  parts?: { readonly logger?: Logger },
): PeriodicExportingMetricReader
export function createSpikelogReader(
  options: SpikelogReaderOptions = {},
  parts: ClientParts = {},
): PeriodicExportingMetricReader {
  const entries = Object.entries(options)
  const exporter = new SpikelogMetricExporter(
    Object.fromEntries(entries.filter(([name]) => !isReaderOption(name))),
    parts,
  )
  const readerOptions = Object.fromEntries(
    entries.filter(([name, value]) => isReaderOption(name) && value !== undefined),
  )
  const { samplesPerBucket, ...sdkOptions } = readerOptions
  return new PeriodicExportingMetricReader({
    ...sdkOptions,
    ...readTimes({ ...sdkOptions, samplesPerBucket }, exporter.bucketMillis),
    exporter,
  })
}

/** The SDK would take NaN for 1 ms, and refuses a timeout longer than the interval. */
function readTimes(readerOptions: object, bucketMillis: number) {
  const reader = new OptionReader(
    readerOptions,
    () => undefined,
    () => {},
  )
  const samples = reader.read<number | undefined>(
    { name: 'samplesPerBucket', expectation: aWholeNumber(1, 60) },
    undefined,
  )
  const interval = reader.read<number | undefined>(
    { name: 'exportIntervalMillis', expectation: aNumber(1, maxIntervalMillis) },
    undefined,
  )
  if (samples !== undefined && interval !== undefined) {
    throw new SpikelogError(
      'invalid_option',
      'Expected `exportIntervalMillis` or `samplesPerBucket`, got both: each sets how often the reader collects. Remove one of them.',
    )
  }
  const exportIntervalMillis = interval ?? bucketMillis / (samples ?? 1)
  const exportTimeoutMillis = reader.read(
    { name: 'exportTimeoutMillis', expectation: aNumber(1, exportIntervalMillis) },
    Math.min(defaultTimeoutMillis, exportIntervalMillis),
  )
  return { exportIntervalMillis, exportTimeoutMillis }
}

function isReaderOption(name: string): boolean {
  return name === 'samplesPerBucket' || (sdkOptionNames as readonly string[]).includes(name)
}
