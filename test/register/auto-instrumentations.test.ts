import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifies } from '../requirements.ts'
import { useLocal } from '../support/use-local.ts'
import { startApp } from './support/start-app.ts'
import { useInstalled } from './support/use-installed.ts'

const packages = {
  '@opentelemetry/auto-instrumentations-node': fileURLToPath(
    new URL('../../node_modules/@opentelemetry/auto-instrumentations-node', import.meta.url),
  ),
}

const ours = ['--import', '@spikelog-otel/exporter/register']
const theirs = ['--import', '@opentelemetry/auto-instrumentations-node/register']

/** Serves one request of its own and ends. */
const app = `
  const { metrics } = require('@opentelemetry/api')
  const { createServer, get } = require('node:http')
  metrics.getMeter('app').createCounter('users').add(3)
  const server = createServer((request, response) => response.end('hello'))
  server.listen(0, '127.0.0.1', () => {
    get({ port: server.address().port }, (response) => {
      response.resume()
      response.on('end', () => server.close())
    })
  })
`

/** Takes OTLP in, as a collector would. */
async function useCollector(): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    request.resume().on('end', () => response.end('{}'))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths }
}

async function runApp(args: readonly string[], environment: Record<string, string>) {
  const local = await useLocal()
  const collector = await useCollector()
  const folder = useInstalled('the newest SDK', { 'app.cjs': app }, packages)
  const end = await startApp(folder, [...args, 'app.cjs'], {
    SPIKELOG_API_KEY: local.apiKey,
    SPIKELOG_ENDPOINT: local.endpoint,
    SPIKELOG_CHARTS: 'users,http.server.request.duration',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    // No cloud is asked whose machine this is.
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    ...environment,
  }).ended
  const charts = local.charts().map(({ chart }) => chart)
  return { ...end, charts: charts.toSorted(), otlp: collector.paths }
}

describe(verifies('register', 'the auto-instrumentations beside us'), () => {
  it('bring their metrics to our charts, by the command of the docs', async () => {
    const end = await runApp([...ours, ...theirs], { OTEL_METRICS_EXPORTER: 'none' })
    expect(end).toMatchObject({ code: 0, stdout: '', stderr: '', otlp: [] })
    expect(end.charts).toEqual(['http.server.request.duration', 'users'])
  })

  it('come first: the app’s own metrics are charted, and one line says what is missing', async () => {
    const end = await runApp([...theirs, ...ours], { OTEL_METRICS_EXPORTER: 'none' })
    expect(end).toMatchObject({ code: 0, stdout: '', charts: ['users'], otlp: [] })
    expect(end.stderr.split('\n')).toEqual([
      expect.stringContaining('spikelog: The metrics of the auto-instrumentations are missing'),
      '',
    ])
    expect(end.stderr).toContain(
      `\`OTEL_METRICS_EXPORTER=none node ${[...ours, ...theirs].join(' ')} app.js\``,
    )
  })

  it.each([
    ['after us', [...ours, ...theirs], {}, 'the auto-instrumentations make a meter provider'],
    ['before us', [...theirs, ...ours], {}, 'another meter provider is registered already'],
    [
      'after us, by NODE_OPTIONS',
      [],
      { NODE_OPTIONS: [...ours, ...theirs].join(' ') },
      'the auto-instrumentations make a meter provider',
    ],
  ])('keep their own backend without the variable: %s', async (_when, args, more, line) => {
    const end = await runApp(args, more)
    expect(end).toMatchObject({ code: 0, stdout: '', charts: [], otlp: ['/v1/metrics'] })
    expect(end.stderr.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^spikelog: No metrics go to Spikelog: ${line}`, 'u')),
      '',
    ])
    expect(end.stderr).toContain(
      `\`OTEL_METRICS_EXPORTER=none node ${[...ours, ...theirs].join(' ')} app.js\``,
    )
  })
})
