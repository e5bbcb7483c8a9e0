import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import type { Fault } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { firstSeed, Random } from '../support/campaign.ts'
import { counter, gauge, resourceMetrics } from '../support/metrics.ts'
import type { Interval } from '../support/metrics.ts'
import { useApp } from '../support/use-app.ts'
import { useExporter } from '../support/use-exporter.ts'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'

const bucketMillis = 300_000
// By name they come after the instrumentations', so only their rank can put them first.
const appMetrics = Array.from(
  { length: 12 },
  (_, index) => `shop.metric${String(index).padStart(2, '0')}`,
)
const httpScope = '@opentelemetry/instrumentation-http'
const runtimeScope = '@opentelemetry/instrumentation-runtime-node'
const runtimeMetrics = [
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
    (name) => `nodejs.eventloop.delay.${name}`,
  ),
  'nodejs.eventloop.utilization',
  'nodejs.eventloop.time',
  'v8js.gc.duration',
  'v8js.memory.heap.limit',
  'v8js.memory.heap.used',
]

function temporaryFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'spikelog-')), 'fallback.csv')
}

function instrumentations(at: Interval): Record<string, MetricData[]> {
  return {
    [httpScope]: [gauge('http.server.request.duration', 1, at)],
    [runtimeScope]: runtimeMetrics.map((name) => gauge(name, 1, at)),
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

describe(verifies('quota', 'the quota, without rules'), () => {
  it(`gives the same ten charts whatever the order, all the app's, seeds from ${firstSeed}`, async () => {
    for (let seed = firstSeed; seed < firstSeed + 20; seed += 1) {
      const random = new Random(seed)
      const { clock, exportNow, transport, logger, exporter } = useExporter()
      const at = { startMillis: clock.now(), endMillis: clock.now() + 1000 }
      const parts = [
        ...appMetrics.map((name) => resourceMetrics({ app: [counter(name, 1, at)] })),
        ...Object.entries(instrumentations(at)).flatMap(([scope, metrics]) =>
          metrics.map((metric) => resourceMetrics({ [scope]: [metric] })),
        ),
      ]
      expect(parts).toHaveLength(25)
      for (const part of shuffled(parts, random)) {
        exportNow(part)
        await clock.advance(bucketMillis / 30)
      }
      await clock.advance(bucketMillis)
      expect(transport.posts.map(({ chart }) => chart)).toEqual(appMetrics.slice(0, 10))
      const leftOut = [...appMetrics.slice(10), 'http.server.request.duration', ...runtimeMetrics]
      const named = logger.at('warn').flatMap((line) => {
        const [, list = ''] = /Left out of the 10 charts: (.+?)\. Their points/u.exec(line) ?? []
        return list.split(', ')
      })
      expect(named.toSorted()).toEqual(leftOut.toSorted())
      expect(exporter.health().dropped.quota).toBeGreaterThanOrEqual(15)
      expect(exporter.health().leftOut.toSorted()).toEqual(leftOut.toSorted())
    }
  })

  it('gives an app metric that first appears an hour later its chart beside busy instrumentations', async () => {
    const { clock, exportNow, transport } = useExporter()
    for (let minute = 0; minute < 75; minute += 1) {
      const at = { startMillis: clock.now(), endMillis: clock.now() + 60_000 }
      await clock.advance(60_000)
      const late = minute >= 60 ? { app: [counter('late', 1, at)] } : {}
      exportNow(resourceMetrics({ ...instrumentations(at), ...late }))
    }
    await clock.advance(bucketMillis)
    const charts = new Set(transport.posts.map(({ chart }) => chart))
    expect([...charts].toSorted()).toEqual([
      'http.server.request.duration',
      'late',
      'nodejs.eventloop.delay.p99',
      'nodejs.eventloop.utilization',
    ])
    expect(transport.valuesOf('late').reduce((sum: number, value) => sum + Number(value), 0)).toBe(
      15,
    )
  })

  it('gives seven that come an hour later the free charts, and names the eighth', async () => {
    const { clock, exportNow, transport, logger } = useExporter()
    for (let minute = 0; minute < 75; minute += 1) {
      const at = { startMillis: clock.now(), endMillis: clock.now() + 60_000 }
      await clock.advance(60_000)
      const late = appMetrics.slice(0, 8).map((name) => counter(name, 1, at))
      exportNow(resourceMetrics({ ...instrumentations(at), ...(minute < 60 ? {} : { app: late }) }))
    }
    await clock.advance(bucketMillis)
    const charts = new Set(transport.posts.map(({ chart }) => chart))
    expect([...charts].toSorted()).toEqual([
      'http.server.request.duration',
      'nodejs.eventloop.delay.p99',
      'nodejs.eventloop.utilization',
      ...appMetrics.slice(0, 7),
    ])
    expect(logger.at('warn').filter((line) => line.includes(appMetrics[7] ?? ''))).toHaveLength(1)
  })

  it.each([
    ['is alike', counter, [5, 6]],
    ['differs in kind', gauge, [5, 5]],
  ])(
    'gives an app metric its chart that comes after an instrumentation’s of its name, which %s',
    async (_, make, values) => {
      const { clock, exportNow, transport, exporter, logger } = useExporter()
      const at = { startMillis: 0, endMillis: 1000 }
      const pg = { '@opentelemetry/instrumentation-pg': [make('db.queries', 1, at)] }
      exportNow(resourceMetrics(pg))
      await clock.advance(2 * bucketMillis)
      expect(exporter.health().leftOut).toEqual(['db.queries'])
      exportNow(resourceMetrics({ app: [counter('db.queries', 5, at)] }))
      await clock.advance(2 * bucketMillis)
      exportNow(resourceMetrics({ ...pg, app: [counter('db.queries', 5, at)] }))
      await clock.advance(2 * bucketMillis)
      expect(transport.valuesOf('db.queries')).toEqual(values)
      expect(exporter.health().leftOut).toEqual([])
      const isAlike = make === counter
      expect(logger.at('warn').filter((line) => line.includes('belongs to'))).toHaveLength(
        isAlike ? 0 : 1,
      )
    },
  )

  it('writes the points of charts without a slot to the fallback file, through the real service', async () => {
    const local = await useLocal()
    const fallbackFile = temporaryFile()
    const { provider, logger } = useApp(local, { fallbackFile })
    const app = provider.getMeter('app')
    for (const [index, name] of appMetrics.entries()) app.createCounter(name).add(index)
    provider.getMeter(runtimeScope).createCounter('nodejs.eventloop.time').add(7)
    await provider.forceFlush()
    expect(local.charts().map(({ chart }) => chart)).toEqual(appMetrics.slice(0, 10))
    const rows = readFileSync(fallbackFile, 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split(',').slice(1, 4))
    expect(rows).toEqual([
      ['chart', 'value', 'reason'],
      ['shop.metric10', '10', 'quota'],
      ['shop.metric11', '11', 'quota'],
      ['nodejs.eventloop.time', '7', 'quota'],
    ])
    expect(logger.at('warn')).toHaveLength(1)
    expect(logger.at('warn')[0]).toContain(fallbackFile)
  })
})

describe(verifies('quota', 'the quota, with rules'), () => {
  it('reserves the slot of a rule, seen or not, and names rules beyond the account once', async () => {
    const names = ['never.seen', ...appMetrics]
    const { clock, exportNow, transport, logger } = useExporter({ charts: names, maxCharts: 10 })
    expect(logger.at('warn').filter((line) => line.includes('shop.metric11'))).toHaveLength(1)
    const at = { startMillis: clock.now(), endMillis: clock.now() + 1000 }
    exportNow(resourceMetrics({ app: appMetrics.toReversed().map((name) => counter(name, 1, at)) }))
    await clock.advance(2 * bucketMillis)
    expect(transport.posts.map(({ chart }) => chart)).toEqual(appMetrics.slice(0, 9))
    expect(logger.at('warn')).toHaveLength(1)
  })
})

describe(verifies('refusedChart', 'a service that refuses one chart with 403'), () => {
  it('costs only that chart', async () => {
    // No machine code: only the other charts tell that the key is not to blame.
    const refused: Fault = { type: 'status', status: 403, body: 'html' }
    const local = await useLocal({
      faults: async (request) =>
        (await request.chart()) === 'shop.metric03' ? refused : undefined,
    })
    const fallbackFile = temporaryFile()
    const { provider, logger } = useApp(local, { fallbackFile })
    const counters = appMetrics
      .slice(0, 10)
      .map((name) => provider.getMeter('app').createCounter(name))
    for (let round = 0; round < 3; round += 1) {
      for (const one of counters) one.add(1)
      await provider.forceFlush()
    }
    expect(local.charts().map(({ chart, points }) => [chart, points])).toEqual(
      appMetrics
        .slice(0, 10)
        .filter((name) => name !== 'shop.metric03')
        .map((name) => [name, 3]),
    )
    // Asked once, then not again within the hour.
    expect(local.requests().byStatus).toEqual({ 200: 27, 403: 1 })
    expect(existsSync(fallbackFile)).toBe(true)
    expect(readFileSync(fallbackFile, 'utf8').match(/shop\.metric03,1,quota/gu)).toHaveLength(3)
    expect(logger.at('warn').filter((line) => line.includes('shop.metric03'))).toHaveLength(1)
  })
})
