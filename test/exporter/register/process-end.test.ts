import { EventEmitter } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ProcessEnd } from '../../../packages/exporter/src/register/process-end.ts'
import type { ProcessEndParts } from '../../../packages/exporter/src/register/process-end.ts'
import { FakeClock, settled } from '../../support/fake-clock.ts'

const timeoutMillis = 5000

/** A process that notes what is done to it, and a delivery that notes what is asked of it. */
function useEnd(parts: Partial<ProcessEndParts> = {}) {
  const clock = new FakeClock()
  const log: string[] = []
  const process = Object.assign(new EventEmitter(), {
    pid: 4711,
    kill: (pid: number, signal: string) => log.push(`kill ${pid} ${signal}`),
  })
  const end = new ProcessEnd({
    process,
    clock,
    timeoutMillis,
    flush: () => {
      log.push('flush')
      return Promise.resolve(true)
    },
    writeDown: ({ changesOnly }) => log.push(changesOnly ? 'write down changes' : 'write down'),
    ...parts,
  })
  end.watch()
  return { process, clock, log }
}

const noop = (): void => {}
const hangs = (): Promise<never> => new Promise(() => {})

describe('a process that ends by itself', () => {
  it('is flushed once, and what changed since is written down', async () => {
    const { process, log } = useEnd()
    process.emit('beforeExit')
    await settled()
    process.emit('beforeExit')
    process.emit('exit')
    expect(log).toEqual(['flush', 'write down changes'])
  })

  it('is held no longer than the timeout by a flush that hangs', async () => {
    const { process, clock } = useEnd({ flush: hangs })
    process.emit('beforeExit')
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(timeoutMillis)
    expect(clock.pendingTimers).toBe(0)
  })

  it('does not suffer from a flush that rejects', async () => {
    const { process, log, clock } = useEnd({ flush: () => Promise.reject(new Error('handler')) })
    process.emit('beforeExit')
    await settled()
    process.emit('exit')
    expect(log).toEqual(['write down'])
    expect(clock.pendingTimers).toBe(0)
  })

  it('has its levels written down when it lived on after the flush', async () => {
    const { process, clock, log } = useEnd()
    process.emit('beforeExit')
    await clock.advance(60_000)
    process.emit('exit')
    expect(log).toEqual(['flush', 'write down'])
  })
})

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'])('%s flushes, then ends the process', async (signal) => {
    const { process, log } = useEnd()
    process.emit(signal)
    await settled()
    expect(log).toEqual(['flush', 'write down changes', `kill 4711 ${signal}`])
    expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(0)
  })

  it.each(['hangs', 'rejects'])('ends the process when the flush %s', async (what) => {
    const flush = what === 'hangs' ? hangs : () => Promise.reject(new Error('handler'))
    const { process, clock, log } = useEnd({ flush })
    process.emit('SIGTERM')
    await clock.advance(timeoutMillis)
    expect(log).toEqual(['write down', 'kill 4711 SIGTERM'])
  })

  it.each(['SIGTERM', 'SIGINT'])('ends at once when %s follows', async (second) => {
    const { process, clock, log } = useEnd({ flush: hangs })
    process.emit('SIGTERM')
    await clock.advance(100)
    process.emit(second)
    expect(log).toEqual(['write down', `kill 4711 ${second}`])
  })

  it('is one when npm passes on what the terminal sent too', async () => {
    const { process, clock, log } = useEnd()
    process.emit('SIGINT')
    process.emit('SIGINT')
    expect(log).toEqual(['flush'])
    await clock.advance(1)
    expect(log).toEqual(['flush', 'write down changes', 'kill 4711 SIGINT'])
  })

  it('only flushes when the app listens too', async () => {
    const { process, clock, log } = useEnd()
    process.on('SIGTERM', () => log.push('app'))
    process.emit('SIGTERM')
    process.emit('SIGTERM')
    await clock.advance(60_000)
    expect(log).toEqual(['flush', 'app', 'app'])
  })

  it('ends the process when the app is through and sends it again', async () => {
    const { process, clock, log } = useEnd()
    const listener = (): void => {
      process.removeListener('SIGTERM', listener)
    }
    process.on('SIGTERM', listener)
    process.emit('SIGTERM')
    await clock.advance(100)
    process.emit('SIGTERM')
    await settled()
    expect(log).toEqual(['flush', 'flush', 'write down changes', 'kill 4711 SIGTERM'])
  })

  it('does not put the end off twice when the flush failed', async () => {
    const { process, clock, log } = useEnd({ flush: () => Promise.resolve(false) })
    process.on('SIGTERM', noop)
    process.emit('SIGTERM')
    await clock.advance(100)
    process.emit('beforeExit')
    process.removeListener('SIGTERM', noop)
    process.emit('SIGTERM')
    expect(log).toEqual(['write down changes', 'kill 4711 SIGTERM'])
  })

  it.each(['v4', 'v3'])('ends the process although signal-exit %s listens', async (version) => {
    const { process, log } = useEnd()
    const target = version === 'v4' ? globalThis : process
    const key = version === 'v4' ? Symbol.for('signal-exit emitter') : '__signal_exit_emitter__'
    Reflect.set(target, key, { count: 1 })
    onTestFinished(() => {
      Reflect.deleteProperty(target, key)
    })
    process.on('SIGTERM', noop)
    process.emit('SIGTERM')
    await settled()
    expect(log).toEqual(['flush', 'write down changes', 'kill 4711 SIGTERM'])
  })
})

describe('process.exit() and an error that nobody catches', () => {
  it('writes down in the same turn', () => {
    const { process, log } = useEnd()
    process.emit('exit')
    expect(log).toEqual(['write down'])
  })

  it('has no listener of ours for the error', () => {
    const { process } = useEnd()
    expect(process.eventNames()).toEqual(['beforeExit', 'exit', 'SIGTERM', 'SIGINT'])
  })
})
