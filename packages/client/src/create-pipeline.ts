import { createMemoryBucketStore } from './bucket/memory-bucket-store.ts'
import type { BucketStore } from './bucket/bucket-store.ts'
import { ChartQuota } from './chart/chart-quota.ts'
import { ChartRegistry } from './chart/chart-registry.ts'
import type { ClientParts } from './client-parts.ts'
import { createSystemClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { createDelivery } from './delivery/create-delivery.ts'
import type { DeliveryLoop } from './delivery/delivery-loop.ts'
import { createCsvFallback } from './fallback/csv-fallback.ts'
import type { Fallback } from './fallback/fallback.ts'
import { createLogFallback } from './fallback/log-fallback.ts'
import { HealthRecorder } from './health/health-recorder.ts'
import type { AccountState } from './delivery/account.ts'
import { Intake } from './intake.ts'
import type { Logger } from './log.ts'
import { OnceLog } from './once-log.ts'
import type { ResolvedClientOptions } from './options/client-options.ts'

/** The client's parts, put together. */
export interface Pipeline {
  readonly options: ResolvedClientOptions
  readonly clock: Clock
  readonly store: BucketStore
  readonly quota: ChartQuota
  readonly health: HealthRecorder
  readonly intake: Intake
  readonly loop: DeliveryLoop
  readonly accountState: () => AccountState
  /** Names the charts that were left out since the last call. */
  readonly announceLeftOut: () => void
  /** Ends delivery: posts what it can within `timeoutMillis`, writes down the rest. */
  readonly close: (timeoutMillis: number) => Promise<void>
}

/** Puts the client together from its options. */
export function createPipeline(
  options: ResolvedClientOptions,
  parts: ClientParts & { readonly logger: Logger },
): Pipeline {
  const { logger } = parts
  const clock = parts.clock ?? createSystemClock()
  const store = options.store ?? createMemoryBucketStore({ bucketMillis: options.bucketMillis })
  const registry = new ChartRegistry()
  const quota = new ChartQuota(options.maxCharts, {
    ...(parts.reservedCharts && { reserved: parts.reservedCharts }),
    ...(parts.leftOutCharts && { leftOut: parts.leftOutCharts }),
  })
  const health = new HealthRecorder(clock)
  const once = new OnceLog(logger)
  const fallback = createFallback(options, logger)
  const announceLeftOut = (): void => {
    const charts = quota.takeUnsaid()
    if (charts.length > 0) logger.warn(leftOutMessage(charts, options, parts.adviseLeftOut))
  }
  const delivery = createDelivery(options, {
    ...parts,
    clock,
    store,
    registry,
    quota,
    health,
    once,
    fallback,
    announceLeftOut,
  })
  const intake = new Intake({
    prefix: options.prefix,
    store,
    registry,
    quota,
    health,
    once,
    clock,
    keepsLeftOut: fallback.keepsRows,
    onMerged: () => delivery.loop.armTimer(),
    onOverflow: () => {
      const waiting = [...store.pending().keys()]
      quota.decide(
        waiting.map((chart) => ({ chart, slot: registry.settingsOf(chart).slot ?? 'wanted' })),
      )
      delivery.loop.drain(new Set(waiting.filter((chart) => !quota.isAdmitted(chart))))
    },
  })
  return {
    options,
    clock,
    store,
    quota,
    health,
    intake,
    loop: delivery.loop,
    accountState: () => delivery.account.state,
    announceLeftOut,
    close: delivery.close,
  }
}

function createFallback({ fallbackFile }: ResolvedClientOptions, logger: Logger): Fallback {
  const log = createLogFallback(logger)
  if (fallbackFile === undefined) return log
  return createCsvFallback({ file: fallbackFile, logger, otherwise: log })
}

function leftOutMessage(
  charts: readonly string[],
  { maxCharts, fallbackFile }: ResolvedClientOptions,
  advise: ClientParts['adviseLeftOut'] = () =>
    'Use fewer chart names, or raise `maxCharts` (SPIKELOG_MAX_CHARTS) if your plan has more.',
): string {
  const fate = fallbackFile === undefined ? 'are dropped' : `go to ${fallbackFile}`
  return (
    `No slot among the ${maxCharts} charts for: ${charts.join(', ')}. ` +
    `Their points ${fate}. ${advise(charts)}`
  )
}
