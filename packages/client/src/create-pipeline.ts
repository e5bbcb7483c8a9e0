import { createMemoryBucketStore } from './bucket/memory-bucket-store.ts'
import type { BucketStore } from './bucket/bucket-store.ts'
import { guardBucketStore } from './bucket/guard-bucket-store.ts'
import { ChartQuota } from './chart/chart-quota.ts'
import { ChartRegistry } from './chart/chart-registry.ts'
import type { ClientParts } from './client-parts.ts'
import { createSystemClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { createDelivery } from './delivery/create-delivery.ts'
import type { DeliveryLoop } from './delivery/delivery-loop.ts'
import { guardObserver } from './delivery/guard-observer.ts'
import { Operations } from './delivery/operations.ts'
import type { OperationCounts } from './delivery/operations.ts'
import { createCsvFallback } from './fallback/csv-fallback.ts'
import { createDryRunFallback } from './fallback/dry-run-fallback.ts'
import type { Fallback } from './fallback/fallback.ts'
import { createLogFallback } from './fallback/log-fallback.ts'
import { HealthRecorder } from './health/health-recorder.ts'
import { WarningLog } from './health/warning-log.ts'
import { Account } from './delivery/account.ts'
import type { AccountState } from './delivery/account.ts'
import { AccountMemory } from './memory/account-memory.ts'
import { Intake } from './intake.ts'
import type { Logger } from './log.ts'
import { OnceLog } from './once-log.ts'
import { createSqliteBucketStore } from './sqlite/create-sqlite-bucket-store.ts'
import { toAccountId } from './to-account-id.ts'
import { toOneLine } from './to-one-line.ts'
import type { ResolvedClientOptions } from './options/client-options.ts'

/** The client's parts, put together. */
export interface Pipeline {
  readonly options: ResolvedClientOptions
  readonly clock: Clock
  readonly store: BucketStore
  readonly quota: ChartQuota
  readonly registry: ChartRegistry
  readonly health: HealthRecorder
  readonly intake: Intake
  readonly loop: DeliveryLoop
  readonly memory: AccountMemory
  readonly accountState: () => AccountState
  readonly operationCounts: () => OperationCounts
  /** Tells the observer what was counted. */
  readonly tellCounts: () => void
  /** Names the charts that were left out since the last call. */
  readonly announceLeftOut: () => void
  /** Ends delivery: posts what it can within `timeoutMillis`, writes down the rest. */
  readonly close: (timeoutMillis: number) => Promise<void>
  /** Ends delivery in this turn and writes down everything undelivered. */
  readonly writeDown: () => void
}

const mostNamesInMessage = 20
/** How much longer a claim is one process's alone than a delivery may take. */
const leaseMarginMillis = 5000

/** Puts the client together from its options. */
export function createPipeline(
  options: ResolvedClientOptions,
  parts: ClientParts & { readonly logger: Logger },
): Pipeline {
  const { logger } = parts
  const clock = parts.clock ?? createSystemClock()
  const store = createStore(options, { clock, logger, onError: (error) => storeFailed(error) })
  const registry = new ChartRegistry()
  const quota = new ChartQuota(options.maxCharts, {
    ...(parts.reservedCharts && { reserved: parts.reservedCharts }),
    ...(parts.leftOutCharts && { leftOut: parts.leftOutCharts }),
  })
  const health = new HealthRecorder(clock, options, store.durable)
  const warningLog = new WarningLog(logger)
  const once = new OnceLog({
    logger,
    wallNow: () => clock.wallNow(),
    onWarn: () => memory.load(),
  })
  const account = new Account()
  const memory = new AccountMemory({
    store,
    clock,
    account,
    quota,
    registry,
    health,
    once,
    warningLog,
    onStoreError: (error) => storeFailed(error),
  })
  const observer = guardObserver(parts.observer, once)
  const operations = new Operations(observer, clock)
  const tellCounts = (): void => {
    if (parts.observer !== undefined) observer.count(health.counts())
  }
  const storeFailed = (error: unknown): void => reportStoreFailure(error, { health, once })
  const fallback = createFallback(options, logger)
  const announceLeftOut = (): void => {
    void memory.save()
    const charts = quota.takeUnsaid()
    if (charts.length === 0) return
    const advice = (parts.adviseLeftOut ?? adviseLeftOut)(charts, quota.admitted)
    logger.warn(leftOutMessage(charts, options, advice))
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
    operations,
    account,
    memory,
    onCounted: ({ isOutage }) => {
      // Of an outage it was said that it began, and will be said that it is over.
      warningLog.update(health.warnings(), clock.now(), isOutage ? 'success' : undefined)
      tellCounts()
    },
    announceLeftOut,
    onStoreError: storeFailed,
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
    onStoreError: storeFailed,
    onMerged: () => delivery.loop.armTimer(),
    onOverflow: () =>
      delivery.loop.drain(() => {
        const waiting = [...store.pending().keys()]
        void memory.update(() => {
          quota.decide(waiting.map((chart) => ({ chart, slot: registry.slotOf({ chart }) })))
        })
        return new Set(waiting.filter((chart) => !quota.isAdmitted(chart)))
      }),
  })
  return {
    options,
    clock,
    store,
    quota,
    registry,
    health,
    intake,
    loop: delivery.loop,
    memory,
    accountState: () => account.state,
    operationCounts: () => operations.counts,
    tellCounts,
    announceLeftOut,
    close: delivery.close,
    writeDown: delivery.writeDown,
  }
}

function createStore(
  options: ResolvedClientOptions,
  parts: {
    readonly clock: Clock
    readonly logger: Logger
    readonly onError: (error: unknown) => void
  },
): BucketStore {
  const { store, endpoint, apiKey, bucketMillis, deliveryTimeoutMillis } = options
  if (store === undefined) return createMemoryBucketStore({ bucketMillis })
  if (typeof store !== 'string') return guardBucketStore(store, parts.onError)
  const opened = createSqliteBucketStore({
    ...parts,
    path: store,
    bucketMillis,
    leaseMillis: deliveryTimeoutMillis + leaseMarginMillis,
    account: toAccountId(endpoint.href, apiKey),
  })
  return guardBucketStore(opened, parts.onError)
}

function createFallback({ fallbackFile, dryRun }: ResolvedClientOptions, logger: Logger): Fallback {
  const log = createLogFallback(logger)
  if (fallbackFile === undefined) return log
  if (dryRun) return createDryRunFallback(fallbackFile, logger)
  return createCsvFallback({ file: fallbackFile, logger, otherwise: log })
}

/** A program that invents names must not fill the log with them; `health()` lists more. */
function listNames(charts: readonly string[]): string {
  const named = charts.slice(0, mostNamesInMessage).join(', ')
  const more = charts.length - mostNamesInMessage
  return more > 0 ? `${named} and ${more} more` : named
}

function reportStoreFailure(
  error: unknown,
  { health, once }: { readonly health: HealthRecorder; readonly once: OnceLog },
): void {
  const reason = toOneLine(error instanceof Error ? error.message : String(error))
  health.failedWith(reason)
  once.warn(
    'store',
    '',
    `The bucket store failed: ${reason}. What it holds is kept and tried again.`,
  )
}

function leftOutMessage(
  charts: readonly string[],
  { maxCharts, fallbackFile }: ResolvedClientOptions,
  advice: string,
): string {
  const fate = fallbackFile === undefined ? 'are dropped' : `go to ${fallbackFile}`
  return (
    `Left out of the ${maxCharts} charts: ${listNames(charts)}. ` +
    `Their points ${fate}. ${advice}`
  )
}

function adviseLeftOut(): string {
  return 'Use fewer chart names, or raise `maxCharts` (SPIKELOG_MAX_CHARTS) if your plan has more.'
}
