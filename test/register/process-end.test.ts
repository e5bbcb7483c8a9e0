import type { LocalSpikelog } from '@spikelog-otel/local'
import { startLocalSpikelog } from '@spikelog-otel/local'
import { describe, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { valuesOf } from '../support/use-app.ts'
import { startApp } from './support/start-app.ts'
import type { AppEnd } from './support/start-app.ts'
import { sdks, useInstalled } from './support/use-installed.ts'
import type { Sdk } from './support/use-installed.ts'

const shutdownTimeoutMillis = 5000
/** A process needs time to start on a busy machine, and to end. */
const slackMillis = 5000

const app = `
  import { metrics } from '@opentelemetry/api'
  const users = metrics.getMeter('app').createCounter('users')
  users.add(3)
  users.add(4)
`
const waits = `
  setInterval(() => {}, 1000)
  console.log('ready')
`

interface Ending {
  readonly code: string
  readonly signal?: NodeJS.Signals
  readonly expected: Pick<AppEnd, 'code' | 'signal'>
  /** There is time to post. */
  readonly isPosted: boolean
}

const endings: Record<string, Ending> = {
  'ends by itself': {
    code: 'process.exitCode = 7',
    expected: { code: 7, signal: null },
    isPosted: true,
  },
  'gets SIGTERM': {
    code: waits,
    signal: 'SIGTERM',
    expected: { code: null, signal: 'SIGTERM' },
    isPosted: true,
  },
  'gets SIGINT': {
    code: waits,
    signal: 'SIGINT',
    expected: { code: null, signal: 'SIGINT' },
    isPosted: true,
  },
  'calls process.exit()': {
    code: `${waits}; process.exit(5)`,
    expected: { code: 5, signal: null },
    isPosted: false,
  },
  'throws what nobody catches': {
    code: `${waits}; setTimeout(() => { throw new Error('nobody catches this') })`,
    expected: { code: 1, signal: null },
    isPosted: false,
  },
  'rejects what nobody handles': {
    code: `${waits}; void Promise.reject(new Error('nobody handles this'))`,
    expected: { code: 1, signal: null },
    isPosted: false,
  },
}

interface Server {
  readonly prepare: (local: LocalSpikelog) => void | Promise<void>
  /** What is on the chart and in the fallback when there was time to post. */
  readonly points: readonly number[]
  readonly rows: readonly string[]
}

const servers: Record<string, Server> = {
  healthy: { prepare: () => {}, points: [7], rows: [] },
  dead: { prepare: (local) => local.pause(), points: [], rows: ['users,7,shutdown'] },
  hanging: {
    prepare: (local) => local.setFaults({ type: 'hang' }),
    points: [],
    rows: ['users,7,shutdown_maybe_delivered'],
  },
}

/** Without stack traces, which hold paths, and without what Node says of itself. */
function firstLines(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^(Error|\[UnhandledPromise|spikelog)/u.test(line))
}

// Concurrently: many take about as long as a shutdown may.
describe.concurrent.each(Object.keys(sdks) as Sdk[])(
  verifies('processEnd', 'an app without set-up on %s'),
  (sdk) => {
    describe.each(Object.entries(servers))('with a server that is %s', (_server, server) => {
      it.for(Object.entries(endings))(
        'loses nothing, and ends as without us, when it %s',
        async ([, { code, signal, expected, isPosted }], { expect, onTestFinished }) => {
          const local = await startLocalSpikelog({ port: 0 })
          onTestFinished(() => local.close())
          await server.prepare(local)
          const folder = useInstalled(sdk, { 'app.mjs': `${app}${code}` }, {}, onTestFinished)
          const environment = {
            SPIKELOG_API_KEY: local.apiKey,
            SPIKELOG_ENDPOINT: local.endpoint,
          }
          const running = startApp(
            folder,
            ['--import', '@spikelog-otel/exporter/register', 'app.mjs'],
            environment,
            onTestFinished,
          )
          if (signal !== undefined) {
            await running.printed('ready')
            running.kill(signal)
          }
          const end = await running.ended
          expect(end).toMatchObject(expected)
          expect(valuesOf(local, 'users')).toEqual(isPosted ? server.points : [])
          expect(end.rows).toEqual(isPosted ? server.rows : ['users,7,shutdown'])
          expect(end.millis).toBeLessThan(
            slackMillis + (isPosted && server.rows.length > 0 ? shutdownTimeoutMillis : 0),
          )
          const without = startApp(folder, ['app.mjs'], {}, onTestFinished)
          if (signal !== undefined) {
            await without.printed('ready')
            without.kill(signal)
          }
          const before = await without.ended
          expect(before).toMatchObject(expected)
          expect(end.stdout).toBe(before.stdout)
          const ours = firstLines(end.stderr).filter((line) => line.startsWith('spikelog: '))
          expect(firstLines(end.stderr).filter((line) => !ours.includes(line))).toEqual(
            firstLines(before.stderr),
          )
          expect(ours.filter((line) => line.includes('Undelivered'))).toHaveLength(end.rows.length)
        },
      )
    })
  },
)
