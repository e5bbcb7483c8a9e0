import type { FaultPlan } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { shutdownTimeoutMillis, stays, useRunning } from './support/use-running.ts'

describe(verifies('processEnd', 'an app with other listeners'), () => {
  it('that came before ours, for once, ends when and how they want to', async () => {
    const { printed, kill, ended, local } = await useRunning(stays, {
      before: {
        'before.mjs': `
          process.once('SIGTERM', () => {
            setTimeout(() => {
              console.log('closed')
              process.exit(0)
            }, 1500)
          })`,
      },
    })
    await printed('ready')
    kill('SIGTERM')
    expect(await ended).toMatchObject({
      code: 0,
      signal: null,
      stdout: 'ready\nclosed\n',
      rows: [],
    })
    expect(valuesOf(local, 'users')).toEqual([3])
  })

  it('that call process.exit() before ours are called has everything written down', async () => {
    const { ended } = await useRunning('process.exit(2)', {
      before: { 'before.mjs': `process.on('exit', (code) => process.exit(code + 1))` },
    })
    expect(await ended).toMatchObject({ code: 3, rows: ['users,3,shutdown'] })
  })

  it('for another signal has that called once, and ends by the first', async () => {
    const { printed, kill, ended, local } = await useRunning(
      `${stays}
       process.on('SIGINT', () => console.log('interrupted'))`,
      { faults: { type: 'hang' } },
    )
    await printed('ready')
    kill('SIGTERM')
    await expect.poll(() => local.requests().received).toBe(1)
    kill('SIGINT')
    const end = await ended
    expect(end).toMatchObject({ signal: 'SIGTERM', stdout: 'ready\ninterrupted\n' })
    expect(end.rows).toEqual(['users,3,shutdown_maybe_delivered'])
    // The second signal, which the app listens to, does not cut the shutdown short.
    expect(end.millis).toBeGreaterThan(shutdownTimeoutMillis / 2)
  })

  it('may have as many as without us until Node warns', async () => {
    const { ended } = await useRunning(
      `for (const event of ['beforeExit', 'exit', 'SIGTERM', 'SIGINT']) {
         for (let count = 0; count < 10; count += 1) process.on(event, () => {})
       }`,
    )
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('and another folder by now has the rows in the file it was started with', async () => {
    const { ended } = await useRunning(
      `const { mkdirSync } = await import('node:fs')
       mkdirSync('elsewhere')
       process.chdir('elsewhere')
       process.exit(0)`,
      { environment: { SPIKELOG_FALLBACK_CSV: 'rest.csv' } },
    )
    expect(await ended).toMatchObject({ code: 0, rows: ['users,3,shutdown'] })
  })
})

describe(verifies('processEnd', 'an app that measures on while it is ended'), () => {
  it.each<[string, FaultPlan, number, string[]]>([
    ['answers late', { type: 'delay', millis: 800 }, 3, ['users,7,shutdown']],
    ['hangs', { type: 'hang' }, 0, ['users,3,shutdown_maybe_delivered', 'users,7,shutdown']],
  ])(
    'has that written down, its levels only if not posted: %s',
    async (_how, faults, sum, rows) => {
      const { printed, kill, ended, local } = await useRunning(
        `meter.createUpDownCounter('level').add(5)
       process.once('SIGUSR2', () => users.add(7))
       ${stays}`,
        { faults },
      )
      await printed('ready')
      kill('SIGTERM')
      await expect.poll(() => local.requests().received).toBe(2)
      kill('SIGUSR2')
      const end = await ended
      expect(end.signal).toBe('SIGTERM')
      expect(end.rows.filter((row) => row.startsWith('users'))).toEqual(rows)
      expect(end.rows.filter((row) => row.startsWith('level'))).toHaveLength(sum === 0 ? 1 : 0)
      expect(valuesOf(local, 'users').reduce((total, value) => total + value, 0)).toBe(sum)
    },
  )
})
