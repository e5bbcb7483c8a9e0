import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultPlan } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { shutdownTimeoutMillis, slackMillis, stays, useRunning } from './support/use-running.ts'

const hang: FaultPlan = { type: 'hang' }

describe(verifies('processEnd', 'an app with a listener of its own for the signal'), () => {
  const listens = `
    process.on('SIGTERM', () => {
      clearInterval(alive)
      users.add(4)
      process.exitCode = 9
    })`

  it('ends when and how it wants to, and is flushed', async () => {
    const { printed, kill, ended, local } = await useRunning(`${stays}${listens}`)
    await printed('ready')
    kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 9, signal: null, stderr: '', rows: [] })
    expect(valuesOf(local, 'users').reduce((sum, value) => sum + value, 0)).toBe(7)
  })

  it('is not held up twice by a server that hangs', async () => {
    const { printed, kill, ended } = await useRunning(`${stays}${listens}`, { faults: hang })
    await printed('ready')
    kill('SIGTERM')
    const { code, rows, millis } = await ended
    expect(code).toBe(9)
    expect(rows).toEqual(['users,7,shutdown_maybe_delivered'])
    expect(millis).toBeLessThan(shutdownTimeoutMillis + slackMillis / 2)
  })

  it('is not ended by us when it goes on', async () => {
    const { printed, kill, ended, local, child } = await useRunning(
      `${stays}
       process.on('SIGTERM', () => {})
       process.on('SIGINT', () => process.exit(4))`,
    )
    await printed('ready')
    kill('SIGTERM')
    await expect.poll(() => valuesOf(local, 'users')).toEqual([3])
    expect(child.exitCode).toBeNull()
    kill('SIGINT')
    expect(await ended).toMatchObject({ code: 4, stderr: '', rows: [] })
  })

  it('may end itself by process.exit() while we flush', async () => {
    const { printed, kill, ended } = await useRunning(
      `${stays}
       process.on('SIGTERM', () => setTimeout(() => process.exit(6), 200))`,
      { faults: hang },
    )
    await printed('ready')
    kill('SIGTERM')
    const { code, rows, millis } = await ended
    expect({ code, rows }).toEqual({ code: 6, rows: ['users,3,shutdown_maybe_delivered'] })
    expect(millis).toBeLessThan(slackMillis)
  })
})

describe(verifies('processEnd', 'an app with signal-exit, which leaves the end to us'), () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('is ended by %s, hooks run', async (signal) => {
    const { printed, kill, ended, local } = await useRunning(
      `import { onExit } from 'signal-exit'
       onExit((code, signal) => console.log('hook', code, signal))
       ${stays}`,
    )
    await printed('ready')
    kill(signal)
    expect(await ended).toMatchObject({
      code: null,
      signal,
      stdout: `ready\nhook null ${signal}\n`,
      stderr: '',
      rows: [],
    })
    expect(valuesOf(local, 'users')).toEqual([3])
  })
})

describe(verifies('processEnd', 'an app that ends at once'), () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by a second signal, %s, has what hangs written down',
    async (second) => {
      const { printed, kill, ended, local } = await useRunning(stays, { faults: hang })
      await printed('ready')
      kill('SIGTERM')
      await expect.poll(() => local.requests().received).toBe(1)
      // Signals within 50 ms of the first are the same keystroke: whoever goes on pressing is heard.
      const pressedMillis = performance.now()
      const pressing = setInterval(() => kill(second), 20)
      const { signal, rows } = await ended
      clearInterval(pressing)
      expect({ signal, rows }).toEqual({
        signal: second,
        rows: ['users,3,shutdown_maybe_delivered'],
      })
      expect(performance.now() - pressedMillis).toBeLessThan(2000)
    },
  )

  it('has the key of a post under way written down, and what came after it', async () => {
    const { ended, folder, local } = await useRunning(
      `${stays}
       process.once('SIGUSR2', () => {
         users.add(4)
         process.exit(0)
       })`,
      {
        faults: { type: 'hang', stage: 'after-store' },
        environment: { SPIKELOG_BUCKET_SECONDS: '0.2' },
      },
    ).then(async (app) => {
      await expect.poll(() => app.local.points('users'), { timeout: 10_000 }).toHaveLength(1)
      app.kill('SIGUSR2')
      return app
    })
    const { rows } = await ended
    expect(rows).toEqual(['users,3,shutdown_maybe_delivered', 'users,4,shutdown'])
    const text = readFileSync(join(folder, 'rest.csv'), 'utf8')
    expect(text).toContain(local.points('users')[0]?.key)
  })

  it('has it said in one warning when there is no fallback file', async () => {
    const { ended } = await useRunning(
      `meter.createHistogram('latency').record(20)
       process.exit(2)`,
      { environment: { SPIKELOG_FALLBACK_CSV: '' } },
    )
    expect(await ended).toMatchObject({
      code: 2,
      stderr:
        'spikelog: Undelivered at shutdown: latency=20, users=3. ' +
        'Set `fallbackFile` (SPIKELOG_FALLBACK_CSV) to keep such points in a CSV file.\n',
    })
  })

  it('has levels written down, and runs no callback and no continuation of the app', async () => {
    const { ended } = await useRunning(
      `meter.createUpDownCounter('level').add(5)
       meter.createObservableGauge('observed').addCallback(() => console.log('callback'))
       queueMicrotask(() => console.log('continuation'))
       process.exit(0)`,
    )
    expect(await ended).toMatchObject({
      stdout: '',
      rows: ['level,5,shutdown', 'users,3,shutdown'],
    })
  })
})

describe(verifies('processEnd', 'an app that ends by itself'), () => {
  it('has everything posted once, and nothing written down', async () => {
    const { ended, local } = await useRunning(
      `meter.createUpDownCounter('level').add(5)
       meter.createObservableUpDownCounter('observed').addCallback((result) => result.observe(6))`,
    )
    expect(await ended).toMatchObject({ code: 0, stdout: '', stderr: '', rows: [] })
    expect(['users', 'level', 'observed'].map((chart) => valuesOf(local, chart))).toEqual([
      [3],
      [5],
      [6],
    ])
  })

  it('is not held up by a post under way that hangs', async () => {
    const { kill, ended, local } = await useRunning(
      `${stays}
       process.once('SIGUSR2', () => clearInterval(alive))`,
      { faults: hang, environment: { SPIKELOG_BUCKET_SECONDS: '0.2' } },
    )
    await expect.poll(() => local.requests().received, { timeout: 10_000 }).toBe(1)
    kill('SIGUSR2')
    const { code, rows, millis } = await ended
    expect({ code, rows }).toEqual({ code: 0, rows: ['users,3,shutdown_maybe_delivered'] })
    expect(millis).toBeLessThan(shutdownTimeoutMillis + slackMillis / 2)
  })

  it('has a post under way answered first', async () => {
    const { kill, ended, local } = await useRunning(
      `${stays}
       process.once('SIGUSR2', () => clearInterval(alive))`,
      {
        faults: { type: 'delay', millis: 1500 },
        environment: { SPIKELOG_BUCKET_SECONDS: '0.2' },
      },
    )
    await expect.poll(() => local.requests().received, { timeout: 10_000 }).toBe(1)
    kill('SIGUSR2')
    expect(await ended).toMatchObject({ code: 0, rows: [], stderr: '' })
    expect(valuesOf(local, 'users')).toEqual([3])
  })

  it('may go on in its own listener, and is charted on', async () => {
    const { ended, local } = await useRunning(
      `process.once('beforeExit', () => {
         setTimeout(() => {
           users.add(4)
           setTimeout(() => {}, 1000)
         }, 300)
       })`,
      { environment: { SPIKELOG_BUCKET_SECONDS: '0.1' } },
    )
    expect(await ended).toMatchObject({ code: 0, stderr: '', rows: [] })
    expect(valuesOf(local, 'users').filter((value) => value > 0)).toEqual([3, 4])
  })
})
