import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { slackMillis, stays, useRunning } from './support/use-running.ts'

/** The callback of another meter than that of `users`, which the SDK asks at the same time. */
const hangs = `
  metrics.getMeter('other').createObservableGauge('hangs').addCallback(() => new Promise(() => {}))
`

describe(verifies('processEnd', 'an app whose callback hangs'), () => {
  it.each([
    ['itself', `clearInterval(alive)`, { code: 0, signal: null }],
    ['the signal', '', { code: null, signal: 'SIGTERM' }],
  ])('ends by %s, posted but for that callback', async (_how, code, expected) => {
    const { printed, kill, ended, local } = await useRunning(
      `meter.createObservableGauge('also hangs').addCallback(() => new Promise(() => {}))
       ${hangs}${stays}${code}`,
    )
    await printed('ready')
    if (expected.signal !== null) kill('SIGTERM')
    const end = await ended
    expect(end).toMatchObject({ ...expected, stderr: '', rows: [] })
    expect(valuesOf(local, 'users')).toEqual([3])
    // The SDK would wait 30 s for it.
    expect(end.millis).toBeLessThan(slackMillis * 2)
  })

  it('has all else written down when it ends at once in the middle of a collection', async () => {
    const { printed, kill, ended, local } = await useRunning(
      `let asked = 0
       metrics.getMeter('other').createObservableGauge('hangs').addCallback(() => {
         asked += 1
         if (asked === 1) console.log('asked')
         return new Promise(() => {})
       })
       process.once('SIGUSR2', () => {
         users.add(4)
         process.exit(5)
       })
       ${stays}`,
      { environment: { OTEL_METRIC_EXPORT_INTERVAL: '1000' } },
    )
    await printed('asked')
    kill('SIGUSR2')
    expect(await ended).toMatchObject({ code: 5, rows: ['users,7,shutdown'] })
    expect(local.points('users')).toEqual([])
  })

  it.each(['natural', 'SIGTERM'])(
    'has all else posted when a callback throws what is no error, and a logger throws too: %s',
    async (how) => {
      const { printed, kill, ended, local } = await useRunning(
        `const { diag } = await import('@opentelemetry/api')
         const throws = () => { throw new Error('of the logger') }
         diag.setLogger({ error: throws, warn: throws, info: throws, debug: throws })
         const observed = metrics.getMeter('other').createObservableGauge('observed')
         observed.addCallback(() => { throw null })
         ${stays}${how === 'natural' ? 'clearInterval(alive)' : ''}`,
      )
      await printed('ready')
      if (how === 'SIGTERM') kill(how)
      expect(await ended).toMatchObject({ stdout: 'ready\n', stderr: '', rows: [] })
      expect(valuesOf(local, 'users')).toEqual([3])
    },
  )

  it('has what is measured during a collection in the same point', async () => {
    const { ended, local } = await useRunning(
      `meter.createObservableGauge('observed').addCallback((result) => {
         users.add(4)
         result.observe(5)
       })
       meter.createUpDownCounter('level').add(6)
       meter.createHistogram('latency').record(7)`,
    )
    expect(await ended).toMatchObject({ code: 0, stderr: '', rows: [] })
    const charts = ['users', 'observed', 'level', 'latency']
    expect(charts.map((chart) => valuesOf(local, chart))).toEqual([[7], [5], [6], [7]])
  })
})
