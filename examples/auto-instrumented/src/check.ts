import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { AppProcess, runChecks, until } from '@spikelog-otel-examples/check-support'
import { startLocalSpikelog } from '@spikelog-otel/local'

// Runs the app with the command of package.json's script `start`, and looks at what is charted.

const { scripts } = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
) as { scripts: { start: string } }
const words = scripts.start.split(' ')
const variables = words.slice(0, words.indexOf('node')).map((word) => word.split('='))
const args = words.slice(words.indexOf('node') + 1)

await runChecks(async (ok, defer) => {
  const local = await startLocalSpikelog({ port: 0 })
  defer(() => local.close())
  const app = new AppProcess({
    args,
    env: {
      ...(Object.fromEntries(variables) as NodeJS.ProcessEnv),
      // There is no collector here.
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      SPIKELOG_API_KEY: local.apiKey,
      SPIKELOG_ENDPOINT: local.endpoint,
      // Two seconds stand for five minutes.
      SPIKELOG_BUCKET_SECONDS: '2',
    },
  })
  defer(() => app.signal('SIGKILL'))
  const url = await app.printed(/Kitchen on (\S+)/)
  const post = async (path: string): Promise<void> => {
    const { status } = await fetch(url + path, { method: 'POST' })
    assert.equal(status, 201)
  }
  for (let n = 0; n < 5; n += 1) await post('/tables')
  for (const dish of ['soup', 'pasta', 'soup']) await post(`/dishes/${dish}`)

  const expected = [
    'dishes',
    'tables.waiting',
    'http.server.request.duration',
    'nodejs.eventloop.utilization',
    'nodejs.eventloop.delay.p99',
  ]
  const charts = (): string[] => local.charts().map(({ chart }) => chart)
  await until('a first point of each chart', () =>
    expected.every((chart) => charts().includes(chart)) ? true : undefined,
  )
  assert.deepEqual(new Set(charts()), new Set(expected))
  ok('the charts are the two metrics of the app, and three of the instrumentations')

  await post('/dishes/pasta')
  app.signal('SIGTERM')
  const { status, stderr } = await app.ended()
  assert.equal(status, 0, stderr)
  const values = (chart: string): number[] => local.points(chart).map(({ value }) => value)
  const served = values('dishes').reduce((sum, value) => sum + value, 0)
  assert.equal(served, 4)
  assert.equal(values('tables.waiting').at(-1), 1)
  ok('4 dishes were served and 1 table waits, the last dish posted when the app ended')

  assert.match(stderr, /^spikelog: Left out of the 10 charts: .*v8js\.memory\.heap\.used.*\n$/)
  ok('one line, and no other, names the metrics that got no chart')

  for (const seconds of values('http.server.request.duration')) {
    assert.ok(seconds > 0 && seconds < 10)
  }
  ok('the response times are those of real requests')
})
