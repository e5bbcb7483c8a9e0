/**
 * An app that exports with what is built, does what standard input tells it, line by line, and says on
 * standard output what comes of it. When its input ends, nothing keeps it alive: it ends by itself.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { Clock } from '@spikelog-otel/client'
import { createSystemClock } from '@spikelog-otel/client/internals'
import { SpikelogMetricExporter } from '@spikelog-otel/exporter'
import type { Numbered, Said, Settings } from './protocol.ts'

function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

const { backoff, ...options } = JSON.parse(process.argv[2] ?? '') as Settings
let wallOffset = 0
let nextOffset = 0
const systemClock = createSystemClock()
/** The exporter's, those that keep no process alive too. */
const timers = new Set<symbol>()
const clock: Clock = {
  now: () => systemClock.now(),
  wallNow: () => systemClock.wallNow() + wallOffset,
  schedule(run, delayMillis, how) {
    const timer = Symbol('timer')
    timers.add(timer)
    const cancel = systemClock.schedule(
      () => {
        timers.delete(timer)
        run()
      },
      delayMillis,
      how,
    )
    return () => {
      timers.delete(timer)
      cancel()
    }
  },
}
const log = (level: 'error' | 'warn' | 'info' | 'debug') => (message: string) =>
  say({ is: 'log', level, message })
const logger = { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') }

/** How late the event loop was since the start, at most. */
const resolutionMillis = 10
const lag = monitorEventLoopDelay({ resolution: resolutionMillis })
lag.enable()

/** It is measured from tick to tick: what came after the last one shows with the next. */
async function lags(ref: boolean): Promise<{ lagMillis: number; nextLagMillis: number }> {
  const { count } = lag
  while (lag.count === count) await sleep(resolutionMillis / 2, undefined, { ref })
  const toLate = (delay: number): number => Math.max(0, delay / 1e6 - resolutionMillis)
  // The last but one of all.
  const next = lag.percentile(Math.max(1e-6, 100 * (1 - 1.5 / lag.count)))
  return { lagMillis: toLate(lag.max), nextLagMillis: toLate(next) }
}

const machineMillis = (): number => Number(process.hrtime.bigint()) / 1e6
async function timed<T>(what: 'delivery' | 'operation', run: () => Promise<T>): Promise<T> {
  const fromMillis = machineMillis()
  say({ is: 'begun', what, fromMillis })
  const result = await run()
  const toMillis = machineMillis()
  const report = lags(what === 'operation').then((late) =>
    say({ is: 'over', what, fromMillis, toMillis, ...late }),
  )
  // The exporter goes on after a delivery without waiting for this.
  if (what === 'operation') await report
  return result
}

const exporter = new SpikelogMetricExporter(options, {
  clock,
  logger,
  random: () => Math.random() * backoff,
  runDelivery: (deliver) =>
    timed('delivery', () => {
      const delivered = deliver()
      wallOffset = nextOffset
      return delivered
    }),
})
const interval = options.bucketMillis
const reader = new PeriodicExportingMetricReader({
  exporter,
  exportIntervalMillis: interval,
  exportTimeoutMillis: interval,
})
const provider = new MeterProvider({ readers: [reader] })
const meter = provider.getMeter('app')

/** Descriptors that are taken so that nobody else gets one. */
const taken: number[] = []
function takeDescriptors(): void {
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    // All are taken.
  }
}

async function obey(command: Numbered): Promise<void> {
  switch (command.do) {
    case 'count':
      for (const [chart, value] of Object.entries(command.values)) {
        meter.createCounter(chart).add(value)
      }
      break
    case 'forceFlush':
      await timed('operation', () => provider.forceFlush())
      break
    case 'shutdown':
      await timed('operation', () => provider.shutdown())
      break
    case 'turnClockInDelivery':
      nextOffset = command.millis
      break
    case 'takeDescriptors':
      takeDescriptors()
      break
    case 'freeDescriptors':
      for (const descriptor of taken.splice(0)) closeSync(descriptor)
      break
    case 'tell':
      break
  }
  tell('done', command.number)
}

/** What keeps the event loop busy, the exporter's timers, and who listens to the process. */
function listResources(): string[] {
  const listeners = process
    .eventNames()
    .map((name) => `${process.listenerCount(name)} for ${String(name)}`)
  const all = [...process.getActiveResourcesInfo(), ...listeners]
  return [...all, ...Array.from(timers, () => 'timer of the exporter')].toSorted()
}

function tell(is: 'done' | 'ended', number?: number): void {
  const { pending, dropped, fallback, state } = exporter.health()
  const resources = listResources()
  say({
    is,
    ...(number && { number }),
    pending,
    dropped,
    fallback,
    state,
    resources,
    wallMillis: clock.wallNow(),
  })
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => void obey(JSON.parse(line) as Numbered))
process.once('beforeExit', () => void timed('operation', () => provider.shutdown()))
process.on('exit', () => tell('ended'))
process.on('warning', (warning) => logger.error(`warning of Node: ${String(warning)}`))
say({ is: 'ready', resources: listResources() })
