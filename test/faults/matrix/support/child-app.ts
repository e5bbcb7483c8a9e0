import { charts } from './fault.ts'
import type { Fault } from './fault.ts'
import { longestBackoff } from './scale.ts'

/** What the process tells at its very end, as it saw it itself. */
export interface Told {
  /** From when it had nothing more to do until it ended. */
  readonly millis: number
  /** The most that its event loop was late meanwhile. */
  readonly lagMillis: number
}

/** Loaded before the register: backoffs as in every other cell, and the watch of its event loop. */
export const watches = `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  const draw = Math.random
  Math.random = () => ${longestBackoff()}
  const lag = monitorEventLoopDelay({ resolution: 10 })
  let endsSince
  globalThis.untilStarted = async () => {
    Math.random = draw
    lag.enable()
    const alive = setInterval(() => {
      if (lag.count > 0) console.log('ready')
    }, 20)
    await new Promise((resolve) => process.once('SIGUSR2', resolve))
    clearInterval(alive)
  }
  globalThis.endsNow = () => { endsSince ??= performance.now() }
  process.on('exit', () => {
    const now = performance.now()
    const told = { millis: now - (endsSince ?? NaN), lagMillis: Math.max(0, lag.max / 1e6 - 10) }
    console.log('told ' + JSON.stringify(told))
  })
`

const names = JSON.stringify(charts)

/** What the app measures before the fault, if it does, and under it: another value for each chart. */
export function toRecorded({ isWarm }: Fault): Readonly<Record<(typeof charts)[number], number>> {
  const first = isWarm === true ? 17 : 1
  return { a: first, b: first * 2, c: first * 4, d: first * 8 }
}

/** Knows nothing of Spikelog but the flag that it is started with. It ends, and that is all. */
export function toRegisteredApp({ isWarm }: Fault): string {
  return `
    import { metrics } from '@opentelemetry/api'
    const meter = metrics.getMeter('app')
    const counters = ${names}.map((chart) => meter.createCounter(chart))
    const measure = (first) => counters.forEach((counter, at) => counter.add(first * 2 ** at))
    ${isWarm ? 'measure(16)\nawait metrics.getMeterProvider().forceFlush()' : ''}
    await untilStarted()
    measure(1)
    process.once('beforeExit', endsNow)
  `
}

/** A script of the client's, whose last line closes it. */
export function toScript({ isWarm }: Fault): string {
  return `
    import { SpikelogClient } from '@spikelog-otel/client'
    const spikelog = new SpikelogClient()
    const measure = (first) => ${names}.forEach((chart, at) => spikelog.add(chart, first * 2 ** at))
    ${isWarm ? 'measure(16)\nawait spikelog.flush()' : ''}
    await untilStarted()
    measure(1)
    endsNow()
    await spikelog.close()
  `
}
