import type { BucketStore } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { ClientParts } from '../client-parts.ts'
import type { Clock } from '../clock.ts'
import { within } from '../clock.ts'
import type { Fallback } from '../fallback/fallback.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { Logger } from '../log.ts'
import type { OnceLog } from '../once-log.ts'
import { toOneLine } from '../to-one-line.ts'
import type { ResolvedClientOptions } from '../options/client-options.ts'
import type { AccountMemory } from '../memory/account-memory.ts'
import type { Account } from './account.ts'
import { createClaimToBody, createClaimToPoint } from './claim-point.ts'
import { ClampNotice } from './clamp-notice.ts'
import { ClaimRouter } from './claim-router.ts'
import { DeliveryJudge } from './delivery-judge.ts'
import { DeliveryLoop } from './delivery-loop.ts'
import { createDryRunTransport, sayDryRun } from './dry-run-transport.ts'
import { explainAttempt } from './explain-attempt.ts'
import { createHttpTransport } from './http-transport.ts'
import type { Operations } from './operations.ts'
import { Pump } from './pump.ts'
import type { PumpRun } from './pump.ts'
import { reportAccount } from './report-account.ts'
import { createRetryingTransport } from './retrying-transport.ts'
import type { Attempt, Transport } from './transport.ts'
import { UnderWay } from './under-way.ts'
import { Undelivered } from './undelivered.ts'
import type { UndeliveredPoint } from './undelivered.ts'
import { createUndiciDispatcher } from './undici-dispatcher.ts'
import { writeDownNow, writeDownRest } from './write-down-rest.ts'

/** What {@link createDelivery} needs. */
export interface DeliveryParts extends ClientParts {
  readonly logger: Logger
  readonly clock: Clock
  readonly store: BucketStore
  readonly registry: ChartRegistry
  readonly quota: ChartQuota
  readonly health: HealthRecorder
  readonly once: OnceLog
  readonly fallback: Fallback
  readonly operations: Operations
  readonly account: Account
  readonly memory: AccountMemory
  /** Called after each run of the pump and at the end, when counts may have changed. */
  readonly onCounted: (run: { readonly isOutage: boolean }) => void
  readonly announceLeftOut: () => void
  readonly onStoreError: (error: unknown) => void
}

/** Buckets close up to a tenth early, too. */
const spacedShare = 0.9
/** A chart that got nothing for so many buckets has no grid to keep to. */
const idleBuckets = 2

/** Delivery, put together. */
export interface DeliveryUnit {
  readonly loop: DeliveryLoop
  readonly close: (timeoutMillis: number) => Promise<void>
  /** Ends delivery in this turn: posts nothing more, writes down everything undelivered. */
  readonly writeDown: () => void
}

/** Puts delivery together: store → pump → retrying transport → HTTP. */
export function createDelivery(options: ResolvedClientOptions, parts: DeliveryParts): DeliveryUnit {
  const { store, registry, quota, health, once, clock, fallback, logger, operations } = parts
  const { account, memory } = parts
  const transport = options.dryRun
    ? createDryRunTransport(logger)
    : (parts.transport ?? createTransport(options, clock, parts.isBackground ?? false))
  const clampNotice = new ClampNotice({ registry, health, once, clamp: options.clamp })
  const undelivered = new Undelivered({ fallback, health, clock, once, clampNotice })
  const toPoint = createClaimToPoint(registry, options)
  const toBody = createClaimToBody(options, clock)
  const explain = (attempt: Attempt): string => explainAttempt(attempt, options.apiKey)
  const underWay = new UnderWay()
  const deliver = createRetryingTransport({
    transport,
    account,
    clock,
    random: parts.random ?? Math.random,
    timeoutMillis: options.timeoutMillis,
    maxRetries: options.maxRetries,
    onStart: (post) => {
      underWay.sending(post)
      operations.attempt(post.key)
    },
    onAttempt: (verdict, { key }) => {
      underWay.sent(key, verdict)
      health.attempted(verdict)
    },
  })
  const pump = new Pump({
    store,
    clock,
    account,
    deliver,
    underWay,
    router: new ClaimRouter({ registry, quota, toPoint, toBody, undelivered, clock }),
    judge: new DeliveryJudge({
      registry,
      health,
      undelivered,
      clock,
      once,
      explain,
      clampNotice,
      operations,
    }),
    operations,
    decide: (claims) =>
      memory.update(() => {
        quota.decide(claims.map((claim) => ({ chart: claim.chart, slot: registry.slotOf(claim) })))
      }),
    findSpaced,
    onFailure: (attempt) => health.failedWith(explain(attempt)),
    onStoreError: parts.onStoreError,
  })
  const runDelivery = parts.runDelivery ?? ((deliverAll) => deliverAll())

  /**
   * Charts whose last point is a bucket old. Nearly is enough where what waits was measured just now: a
   * job that runs once a bucket is always nearly late. What waits longer, of a job that runs more
   * often, is posted when the grid says so: both together would take two points a bucket. What is not
   * up is tried once a bucket, whoever asks, and so is a chart that nothing gets through for.
   */
  function findSpaced(): ReadonlySet<string> {
    const now = clock.now()
    const { bucketMillis } = options
    const millis = spacedShare * bucketMillis
    // A new process does not know yet how the account stands.
    memory.load()
    if (account.state !== 'up' && now - account.triedAtMillis < millis) return new Set()
    const points = health.points()
    const spaced = [...store.pending()].filter(([chart, { fromMillis }]) => {
      const age = points.get(chart)?.ageOf(1, now) ?? Infinity
      if (age >= idleBuckets * bucketMillis) return now - fromMillis < bucketMillis
      return age >= millis && now - fromMillis < bucketMillis - millis
    })
    return new Set(spaced.map(([chart]) => chart))
  }

  async function runPump(run: PumpRun): Promise<void> {
    try {
      await runDelivery(() => pump.run(run))
    } catch (error) {
      parts.onStoreError(error)
    }
    let isOutage = false
    const saving = memory.save((from) => {
      const to = account.state
      isOutage = from !== 'up' || to !== 'up'
      const reason = health.lastError ?? ''
      return () => reportAccount(logger, { from, to, reason }, options.endpoint.href)
    })
    if (saving !== undefined) await saving
    const waiting = store.pending()
    registry.keepOnly((chart) => quota.isAdmitted(chart) || waiting.has(chart))
    parts.announceLeftOut()
    parts.onCounted({ isOutage })
  }

  const writeDownParts = { ...parts, toPoint, undelivered, underWay, write }
  const loop = new DeliveryLoop({ ...options, store, clock, runPump })

  async function close(timeoutMillis: number): Promise<void> {
    // A flush right before may have used up nearly all of the time: half of the rest is for posting.
    const graceMillis = Math.min(
      graceOf(options.shutdownTimeoutMillis),
      Math.max(timeoutMillis, 0) / 2,
    )
    await loop.close({ timeoutMillis: timeoutMillis - graceMillis, graceMillis: graceMillis / 2 })
    const rest = memory.save()
    const ending = (rest ?? Promise.resolve()).then(() =>
      writeDownRest(writeDownParts, clock.now()),
    )
    await within(clock, ending, graceMillis / 4)
    conclude()
    await within(clock, closeTransport(), graceMillis / 4)
  }

  /** A dry run says what it would have posted and writes nothing. */
  function write(points: readonly UndeliveredPoint[]): void {
    if (!options.dryRun) undelivered.write(points)
    else for (const { claim, point } of points) sayDryRun(logger, toBody(claim, point))
  }

  function writeDown(): void {
    loop.end()
    void memory.save()
    writeDownNow(writeDownParts, clock.now())
    conclude()
  }

  function conclude(): void {
    operations.abort()
    parts.onCounted({ isOutage: account.state !== 'up' })
    parts.announceLeftOut()
  }

  /** A dispatcher that was destroyed already, say, does not make `close()` reject. */
  async function closeTransport(): Promise<void> {
    try {
      await transport.close()
    } catch (error) {
      health.failedWith(toOneLine(String(error)))
    }
  }

  return { loop, close, writeDown }
}

/** Share of the shutdown's time kept for giving up and writing down. */
export function graceOf(shutdownTimeoutMillis: number): number {
  return Math.min(500, shutdownTimeoutMillis / 5)
}

/** HTTP as the options say. */
export function createTransport(
  options: ResolvedClientOptions,
  clock: Clock,
  isBackground: boolean,
): Transport {
  const { endpoint, apiKey, dispatcher, timeoutMillis, proxy } = options
  return createHttpTransport({
    endpoint,
    apiKey,
    clock,
    isBackground,
    ...(dispatcher && { dispatcher }),
    createDispatcher: (connecting) =>
      createUndiciDispatcher({
        connecting,
        connections: 10,
        connectTimeoutMillis: timeoutMillis,
        isBackground,
        ...(proxy && { proxy }),
      }),
  })
}
