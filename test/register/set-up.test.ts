import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { startApp } from './support/start-app.ts'
import type { AppEnd } from './support/start-app.ts'
import { useInstalled } from './support/use-installed.ts'

const register = '@spikelog-otel/exporter/register'

const esm = `
  import { metrics } from '@opentelemetry/api'
  metrics.getMeter('app').createCounter('users').add(3)
  console.log('from the app')
`
const commonJs = esm.replace('import', 'const').replace(` from '@open`, ` = require('@open`)
const files = {
  'app.mjs': esm,
  'app.cjs': commonJs.replace(`api'`, `api')`),
}

/** Runs an app to its end against a local Spikelog. */
async function runApp(
  args: readonly string[],
  environment: Record<string, string> = {},
  more: Record<string, string> = {},
): Promise<AppEnd & { users: number[] }> {
  const local = await useLocal()
  const folder = useInstalled('the newest SDK', { ...files, ...more })
  const variables = { SPIKELOG_API_KEY: local.apiKey, SPIKELOG_ENDPOINT: local.endpoint }
  const end = await startApp(folder, args, { ...variables, ...environment }).ended
  return { ...end, users: valuesOf(local, 'users') }
}

/** As the app ends without us. */
const untouched = { code: 0, signal: null, stdout: 'from the app\n', rows: [] }
const silent = { ...untouched, stderr: '' }

describe(verifies('register', 'the set-up without code'), () => {
  it.each([
    ['--import, ES module', ['--import', register, 'app.mjs']],
    ['--import, CommonJS', ['--import', register, 'app.cjs']],
    ['--require, CommonJS', ['--require', register, 'app.cjs']],
    ['--require, ES module', ['--require', register, 'app.mjs']],
    ['both, twice', ['--require', register, '--import', register, '--import', register, 'app.mjs']],
  ])('works with %s', async (_how, args) => {
    expect(await runApp(args)).toMatchObject({ ...silent, users: [3] })
  })

  it('works by NODE_OPTIONS, with the option beside it, and registers once', async () => {
    const end = await runApp(['--import', register, 'app.mjs'], {
      NODE_OPTIONS: `--import ${register} --require ${register}`,
    })
    expect(end).toMatchObject({ ...silent, users: [3] })
  })

  it('works as the first import of an app', async () => {
    const end = await runApp(['main.mjs'], {}, { 'main.mjs': `import '${register}'; ${esm}` })
    expect(end).toMatchObject({ ...silent, users: [3] })
  })

  it('leaves worker threads to the main thread', async () => {
    const end = await runApp(
      ['--import', register, 'main.mjs'],
      {},
      {
        'main.mjs': `
          import { Worker } from 'node:worker_threads'
          new Worker(new URL('app.mjs', import.meta.url))`,
      },
    )
    expect(end).toMatchObject({ ...silent, users: [] })
  })

  it('keeps no process alive by itself', async () => {
    const end = await runApp(['--import', register, 'idle.mjs'], {}, { 'idle.mjs': '' })
    expect(end).toMatchObject({ code: 0, stdout: '', stderr: '', users: [] })
    expect(end.millis).toBeLessThan(5000)
  })

  it('does nothing with OTEL_SDK_DISABLED', async () => {
    const end = await runApp(['--import', register, 'app.mjs'], { OTEL_SDK_DISABLED: 'true' })
    expect(end).toMatchObject({ ...silent, users: [] })
  })

  it('collects as often as OTEL_METRIC_EXPORT_INTERVAL says', async () => {
    const more = {
      'main.mjs': `
        import { metrics } from '@opentelemetry/api'
        let calls = 0
        const alive = setInterval(() => {}, 1000)
        metrics.getMeter('app').createObservableGauge('users').addCallback((result) => {
          result.observe((calls += 1))
          if (calls === 3) clearInterval(alive)
        })`,
    }
    const { code, users } = await runApp(
      ['--import', register, 'main.mjs'],
      { OTEL_METRIC_EXPORT_INTERVAL: '20', OTEL_METRIC_EXPORT_TIMEOUT: '20' },
      more,
    )
    expect(code).toBe(0)
    expect(users).toHaveLength(1)
    expect(users[0]).toBeGreaterThanOrEqual(3)
  })

  it('tells instances apart by service.instance.id, percent-decoded', async () => {
    const ids = ['a', 'b', 'c', 'd']
    const ends = await Promise.all(ids.flatMap((id) => [runAs(id), runAs(encodeAll(id))]))
    const included = ends.map(({ users }) => users.length)
    expect(included.filter((_, at) => at % 2 === 0)).toEqual(
      included.filter((_, at) => at % 2 === 1),
    )
    expect(new Set(included)).toEqual(new Set([0, 1]))
  })

  it('says once, at level info, that nothing was measured in the first bucket', async () => {
    const local = await useLocal()
    const folder = useInstalled('the newest SDK', { 'main.mjs': 'setInterval(() => {}, 10_000)' })
    const app = startApp(folder, ['--import', register, 'main.mjs'], {
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      SPIKELOG_BUCKET_SECONDS: '0.05',
      OTEL_LOG_LEVEL: 'info',
    })
    await app.printed('No metric was measured')
    app.kill('SIGTERM')
    const end = await app.ended
    expect(end).toMatchObject({ signal: 'SIGTERM', stderr: '' })
    expect(end.stdout).toMatch(
      /^@spikelog-otel\/exporter No metric was measured in the first 0\.05 s\. Check .*\n$/u,
    )
  })
})

describe(verifies('register', 'a set-up that cannot work'), () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'no key',
      { SPIKELOG_API_KEY: '' },
      'No metrics go to Spikelog; the app runs on without. Expected the option `apiKey` or the environment variable `SPIKELOG_API_KEY` to hold the API key',
    ],
    [
      'a bad endpoint',
      { SPIKELOG_ENDPOINT: 'http://spikelog.example/' },
      'Expected `SPIKELOG_ENDPOINT` to be an https: URL without user name and password',
    ],
    [
      'a bad interval',
      { OTEL_METRIC_EXPORT_INTERVAL: 'soon' },
      'Expected `OTEL_METRIC_EXPORT_INTERVAL` to be a whole number of milliseconds',
    ],
    [
      'a timeout above the interval',
      { OTEL_METRIC_EXPORT_INTERVAL: '1000', OTEL_METRIC_EXPORT_TIMEOUT: '2000' },
      'Expected `OTEL_METRIC_EXPORT_TIMEOUT` to be at most the time between two collections',
    ],
  ])('says so in one line and leaves the app alone: %s', async (_what, environment, line) => {
    // Nothing is measured: nothing goes to the default endpoint.
    const end = await runApp(['--import', register, 'main.mjs'], environment, {
      'main.mjs': `console.log('from the app'); process.exitCode = 3`,
    })
    expect(end).toMatchObject({ ...untouched, code: 3 })
    expect(end.stderr.split('\n')).toEqual([expect.stringContaining(line), ''])
    expect(end.stderr).toMatch(/^spikelog: /u)
  })

  it.each(['--import', '--require'])('says what to install, with %s', async (option) => {
    const folder = useInstalled('the newest SDK', { 'main.mjs': `console.log('from the app')` })
    const sdk = join(folder, 'node_modules/@opentelemetry/sdk-metrics')
    rmSync(sdk)
    mkdirSync(sdk)
    writeFileSync(join(sdk, 'package.json'), '{ "main": "not-there.js" }')
    const end = await startApp(folder, [option, register, 'main.mjs']).ended
    expect(end).toMatchObject(untouched)
    expect(end.stderr).toMatch(/spikelog: .*sdk-metrics.*npm install @spikelog-otel\/exporter/u)
  })

  it.each(['first', 'second'])('lets the first provider win: another comes %s', async (when) => {
    const other = `
      import { metrics } from '@opentelemetry/api'
      import { MeterProvider } from '@opentelemetry/sdk-metrics'
      console.log(metrics.setGlobalMeterProvider(new MeterProvider()))`
    const options = ['--import', './other.mjs', '--import', register]
    const args = when === 'first' ? options : [...options.slice(2), ...options.slice(0, 2)]
    const end = await runApp([...args, 'app.mjs'], {}, { 'other.mjs': other })
    expect(end.stdout).toBe(`${when === 'first'}\nfrom the app\n`)
    expect(end.users).toEqual(when === 'first' ? [] : [3])
    expect(end.stderr).toBe(
      when === 'first'
        ? 'spikelog: No metrics go to Spikelog: another meter provider is registered already. ' +
            'With auto-instrumentation: `OTEL_METRICS_EXPORTER=none node ' +
            '--import @spikelog-otel/exporter/register ' +
            '--import @opentelemetry/auto-instrumentations-node/register app.js`. ' +
            'With a set-up of your own: leave this register out and add our reader there: ' +
            '`metricReaders: [..., createSpikelogReader()]`.\n'
        : '',
    )
  })

  it('leaves no listener behind when another provider won', async () => {
    const end = await runApp(
      ['--import', './other.mjs', '--import', register, 'main.mjs'],
      {},
      {
        'other.mjs': `
          import { metrics } from '@opentelemetry/api'
          metrics.setGlobalMeterProvider({ getMeter() {} })`,
        'main.mjs': `
          const events = ['beforeExit', 'exit', 'SIGTERM', 'SIGINT', 'uncaughtException']
          console.log(events.map((event) => process.listenerCount(event)).join())`,
      },
    )
    expect(end).toMatchObject({ code: 0, stdout: '0,0,0,0,0\n' })
  })
})

/** Runs as this instance, in a rollout of one half. */
function runAs(id: string): ReturnType<typeof runApp> {
  return runApp(['--import', register, 'app.mjs'], {
    SPIKELOG_ROLLOUT: '0.5',
    OTEL_RESOURCE_ATTRIBUTES: `service.name=shop,service.instance.id=${id}`,
  })
}

/** A letter, percent-encoded although it need not be. */
function encodeAll(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`
}
