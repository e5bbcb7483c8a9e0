import { diag, DiagConsoleLogger, metrics } from '@opentelemetry/api'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { SpikelogError } from '@spikelog-otel/client'
import type { Clock, Logger, ReadEnvironment } from '@spikelog-otel/client'
import { createSafeLogger } from '@spikelog-otel/client/internals'
import { isRegistered } from '../api-global.ts'
import { createDiagLogger } from '../diag-logger.ts'
import { exportResultCode } from '../export-result.ts'
import { SpikelogMetricExporter } from '../spikelog-metric-exporter.ts'
import type { HostProcess } from './count-app-listeners.ts'
import { isLoadedLate } from './is-loaded-late.ts'
import { sayApiRefused, sayIdle, sayNotSetUp, sayTimeoutCut, sayWorker } from './messages.ts'
import { sayLoadedLate, sayProviderComes, sayProviderExists } from './messages.ts'
import { ProcessEnd } from './process-end.ts'
import { readSettings } from './read-settings.ts'
import type { RegisterSettings } from './read-settings.ts'
import { RegisterReader } from './register-reader.ts'

/** The world around a registration. */
export interface RegisterParts {
  readonly process: HostProcess & { readonly execArgv: readonly string[] }
  readonly environment: ReadEnvironment
  readonly clock: Clock
  readonly isMainThread: boolean
}

/** Two copies (ESM and CommonJS, two versions) are one registration. */
const registered = Symbol.for('@spikelog-otel/exporter/register')

const defaultTimeoutMillis = 30_000

/** Share of the time to end that callbacks of observable instruments get; the rest is for posting. */
const callbackShare = 0.2

/**
 * Sets OpenTelemetry metrics up so that they go to Spikelog: a global meter provider with our reader,
 * which gets out what was measured when the process ends. When it cannot, it says why, once, and
 * leaves the app alone. Never throws.
 */
export function registerSpikelog(parts: RegisterParts): void {
  if (Reflect.has(globalThis, registered)) return
  Reflect.set(globalThis, registered, true)
  const logger = createSafeLogger(createDiagLogger())
  try {
    setUp(parts, logger)
  } catch (error) {
    const reason = error instanceof SpikelogError ? `${error.message}.` : String(error)
    logger.error(sayNotSetUp(reason.replace(/\.\.$/u, '.')))
  }
}

function setUp(parts: RegisterParts, logger: Logger): void {
  const { environment, process } = parts
  const warnings: string[] = []
  const settings = readSettings(environment, (message) => warnings.push(message))
  if (settings.isDisabled) return
  const flags = [environment('NODE_OPTIONS') ?? '', ...process.execArgv].join(' ')
  const isAutoInstrumented = flags.includes('@opentelemetry/auto-instrumentations-node')
  // The auto-instrumentations set a diag logger by the same variable, and would warn of ours.
  if (settings.logLevel !== undefined && !isRegistered('diag') && !isAutoInstrumented) {
    diag.setLogger(new DiagConsoleLogger(), { logLevel: settings.logLevel })
  }
  if (!parts.isMainThread) return logger.info(sayWorker())
  for (const warning of warnings) logger.warn(warning)
  if (isRegistered('metrics')) return logger.warn(sayProviderExists())
  if (isAutoInstrumented && !settings.leavesMetricsToUs) return logger.warn(sayProviderComes())
  if (isLoadedLate(flags)) logger.warn(sayLoadedLate())
  start(parts, settings, logger)
}

function start(parts: RegisterParts, settings: RegisterSettings, logger: Logger): void {
  const { clock, environment, process } = parts
  const exporter = new SpikelogMetricExporter(
    {},
    { environment, clock, logger, isBackground: true },
  )
  const { bucketMillis, shutdownTimeoutMillis } = exporter
  let hasReported = false
  function takeIn(collections: readonly ResourceMetrics[]): void {
    for (const collected of collections) exporter.export(collected, () => {})
  }
  const ending: PushMetricExporter = {
    export(collected, callback) {
      hasReported = true
      if (reader.isNew(collected)) exporter.export(collected, callback)
      else callback({ code: exportResultCode.SUCCESS })
    },
    // Only the end of the process flushes; nothing may keep it alive longer than that takes.
    forceFlush() {
      takeIn(reader.takeHeld())
      return exporter.forceFlush({ giveUp: true })
    },
    shutdown() {
      takeIn(reader.takeHeld())
      return exporter.shutdown()
    },
    selectAggregation: (type) => exporter.selectAggregation(type),
    selectAggregationTemporality: (type) => exporter.selectAggregationTemporality(type),
  }
  const times = readTimes(settings, bucketMillis, logger)
  const reader = new RegisterReader({ ...times, exporter: ending }, () => clock.wallNow())
  const provider = new MeterProvider({ readers: [reader] })
  if (!metrics.setGlobalMeterProvider(provider)) {
    logger.warn(isRegistered('metrics') ? sayProviderExists() : sayApiRefused())
    void provider.shutdown()
    return
  }
  clock.schedule(
    () => {
      if (!hasReported) logger.info(sayIdle(bucketMillis / 1000))
    },
    // The collection at the bucket's end comes first.
    bucketMillis * 1.1,
    { ref: false },
  )
  const end = new ProcessEnd({
    process,
    clock,
    timeoutMillis: shutdownTimeoutMillis,
    flush: async () => {
      reader.limitCallbacks(shutdownTimeoutMillis * callbackShare)
      await provider.forceFlush()
      return exporter.isDurable || exporter.health().pending === 0
    },
    writeDown(which) {
      takeIn(reader.takeNow(which))
      exporter.writeDown()
    },
  })
  end.watch()
}

/** The SDK takes no timeout longer than the interval; 0 means no limit. */
function readTimes(
  { exportIntervalMillis, exportTimeoutMillis }: RegisterSettings,
  bucketMillis: number,
  logger: Logger,
): { exportIntervalMillis: number; exportTimeoutMillis: number } {
  const interval = exportIntervalMillis ?? bucketMillis
  if (exportTimeoutMillis !== undefined && exportTimeoutMillis > interval) {
    logger.warn(sayTimeoutCut(exportTimeoutMillis, interval))
  }
  const timeout = exportTimeoutMillis === 0 ? interval : exportTimeoutMillis
  return {
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(timeout ?? defaultTimeoutMillis, interval),
  }
}
