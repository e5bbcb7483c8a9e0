import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { useForwardProxy } from '../client/support/use-forward-proxy.ts'
import { useServer } from '../client/support/use-server.ts'
import { readCsv } from '../support/read-csv.ts'
import { valuesOf } from '../support/use-app.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'
import type { InstrumentedAppOptions, InstrumentedAppReport } from './support/instrumented-app.ts'

const flushes = 3
/** One by `node:http` and one by `fetch` before each flush. */
const foreignRequests = 2 * flushes
const metric = 'http.client.request.duration'
const requestsChart = { metric, aggregation: 'count', as: 'requests' } as const

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface Outcome extends InstrumentedAppReport {
  readonly local: LocalSpikelog
  /** How many of the exporter's own posts the instrumentations recorded. */
  readonly ownRequests: number
  readonly fallbackCharts: readonly string[]
}

/** Runs the app against a local Spikelog and a server of others. */
async function run(
  options: Partial<InstrumentedAppOptions>,
  target: { readonly endpoint?: string; readonly proxy?: (port: number) => Promise<string> } = {},
): Promise<Outcome> {
  const local = await useLocal()
  const { endpoint: foreignUrl } = await useServer((response) => response.end('hello'))
  const endpoint = target.endpoint ?? local.endpoint
  const proxy = await target.proxy?.(Number(new URL(local.url).port))
  const fallbackFile = join(mkdtempSync(join(tmpdir(), 'spikelog-')), 'fallback.csv')
  const told: InstrumentedAppOptions = {
    views: 'none',
    foreignUrl,
    flushes,
    ...options,
    exporter: {
      apiKey: local.apiKey,
      endpoint,
      allowInsecure: true,
      fallbackFile,
      ...options.exporter,
    },
  }
  const report = await start(told, proxy === undefined ? {} : { HTTP_PROXY: proxy })
  const { hostname, port } = new URL(endpoint)
  const own = `${hostname}:${port === '' ? '80' : port}`
  const rows = existsSync(fallbackFile) ? readCsv(readFileSync(fallbackFile, 'utf8')).slice(1) : []
  return {
    ...report,
    local,
    ownRequests: report.requests[own] ?? 0,
    fallbackCharts: rows.map(([, chart]) => chart ?? ''),
  }
}

function start(
  options: InstrumentedAppOptions,
  environment: Record<string, string>,
): Promise<InstrumentedAppReport> {
  const { PATH = '', NODE_COMPILE_CACHE, OLDEST_SDK } = process.env
  const inherited = {
    PATH,
    NODE_COMPILE_CACHE,
    ...(OLDEST_SDK === undefined ? {} : { OLDEST_SDK }),
  }
  // Of the older http instrumentation the metrics of today beside those of yesterday.
  const semantics = { OTEL_SEMCONV_STABILITY_OPT_IN: 'http/dup' }
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--import',
      fileOf('../support/resolve-sources.ts'),
      fileOf('support/instrumented-app.ts'),
      JSON.stringify(options),
    ],
    { env: { ...inherited, ...semantics, ...environment } },
  )
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('close', () => {
      if (stderr === '') resolve(JSON.parse(stdout))
      else reject(new Error(stderr))
    })
  })
}

const totalOf = (local: LocalSpikelog, chart: string) =>
  valuesOf(local, chart).reduce((sum, value) => sum + value, 0)

describe(verifies('ownTraffic', 'with the http and undici instrumentations'), () => {
  it.each(['none', 'chartViews'] as const)(
    'a chart of all requests holds those of the app alone, views: %s',
    async (views) => {
      const exporter = { charts: [requestsChart], chartedOnly: views === 'chartViews' }
      const { local, ownRequests, lines } = await run({ views, exporter })
      // Each flush posts; the next one collects what the instrumentation recorded of that.
      expect(ownRequests).toBeGreaterThanOrEqual(flushes)
      expect(valuesOf(local, 'requests')).toEqual([2, 2, 2])
      expect(lines).toEqual([])
    },
  )

  it.each(['none', 'chartViews'] as const)(
    'so does one by a pattern, and the fallback file holds nothing else, views: %s',
    async (views) => {
      const exporter = { charts: [{ metric: 'http.cl*', aggregation: 'count' as const }] }
      const { local, ownRequests, fallbackCharts } = await run({ views, exporter })
      expect(ownRequests).toBeGreaterThanOrEqual(flushes)
      expect(totalOf(local, metric)).toBe(foreignRequests)
      expect(fallbackCharts).toEqual([])
    },
  )

  it('so does one of an app that posts through a proxy', async () => {
    const { local, ownRequests, lines } = await run(
      { exporter: { charts: [requestsChart] } },
      {
        endpoint: 'http://spikelog.test/api/v1/ingest',
        proxy: async (port) => (await useForwardProxy(port)).address,
      },
    )
    expect(ownRequests).toBeGreaterThanOrEqual(flushes)
    expect(valuesOf(local, 'requests')).toEqual([2, 2, 2])
    expect(lines).toEqual([])
  })
})

describe(verifies('ownTraffic', 'a view that drops address and port'), () => {
  const views = 'address dropped' as const

  it.each([
    ['by a pattern', ['http.*']],
    ['automatically', []],
  ])('leaves the metric out of what is charted %s, with one warning', async (_, charts) => {
    const { local, requests, lines, fallbackCharts, dropped } = await run({
      views,
      exporter: charts.length === 0 ? {} : { charts },
    })
    // More than the app's: the instrumentations did record our posts, if there were any.
    expect(Object.keys(requests)).toEqual(['undefined:undefined'])
    expect(local.charts()).toEqual([])
    expect(fallbackCharts).toEqual([])
    expect(dropped['own_traffic']).toBeGreaterThanOrEqual(flushes)
    expect(lines).toEqual([expect.stringMatching(/is left out.*with the rule `http\.client\./u)])
  })

  it('has a chart that a rule names hold our posts too, with one warning', async () => {
    const { local, requests, lines } = await run({ views, exporter: { charts: [requestsChart] } })
    const recorded = requests['undefined:undefined'] ?? 0
    expect(recorded).toBeGreaterThanOrEqual(foreignRequests + flushes)
    expect(totalOf(local, 'requests')).toBe(recorded)
    expect(lines).toEqual([expect.stringContaining('own requests in it')])
  })
})
