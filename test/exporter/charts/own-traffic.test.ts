import { describe, expect, it } from 'vitest'
import type { ChartRule } from '../../../packages/exporter/src/charts/chart-rule.ts'
import type { Summary } from '../../../packages/exporter/src/charts/summary.ts'
import { batch, collect, counter, createBook } from './fake-metrics.ts'
import type { FakePoint } from './fake-metrics.ts'
import { verifies } from '../../requirements.ts'

const ownEndpoint = { host: 'api.example', port: 443 }

function to(value: number, host?: string, port?: number | string): FakePoint<number> {
  const address = host === undefined ? {} : { 'server.address': host }
  return {
    value,
    attributes: { ...address, ...(port === undefined ? {} : { 'server.port': port }) },
  }
}

/** As instrumentations wrote it before today's semantic conventions. */
function toPeer(value: number, name: string): FakePoint<number> {
  return { value, attributes: { 'net.peer.name': name, 'net.peer.port': 443 } }
}

const points = [
  to(1, 'api.example', 443),
  to(2, 'API.example', '443'),
  to(4, 'api.example', 8443),
  to(8, 'other.example', 443),
  to(16),
  to(32, 'other.example'),
  to(64, undefined, 80),
  to(128, 'api.example'),
  to(256, undefined, 443),
]
const certainlyForeign = 4 + 8 + 32 + 64
const unknown = 16 + 128 + 256
const own = 1 + 2

function collectTraffic(
  rules: readonly (string | ChartRule)[],
  metric = 'http.client.request.duration',
): Summary {
  return collect(createBook(rules, { ownEndpoint }), batch([counter(metric, points)]))
}

const sumOf = ({ updates }: Summary): number | undefined => updates[0]?.aggregate.sum

describe(verifies('ownTraffic', 'the exporter’s own requests'), () => {
  it('are skipped in http.client metrics, and so is what may be one of them', () => {
    for (const rules of [[], ['*'], ['http.client.*']]) {
      const summary = collectTraffic(rules)
      expect(sumOf(summary)).toBe(certainlyForeign)
      expect(summary.dropped).toEqual([
        { chart: 'http.client.request.duration', reason: 'own_traffic', count: 3 },
      ])
      expect(summary.notices).toEqual([
        {
          level: 'warn',
          message: expect.stringContaining('`http.client.request.duration` is left out'),
        },
      ])
      expect(summary.notices[0]?.message).toContain('with the rule `http.client.request.duration`')
      expect(summary.notices[0]?.message).toContain('without `server.address` and `server.port`')
    }
  })

  it('are skipped where the name is written otherwise, and nowhere else', () => {
    expect(sumOf(collectTraffic([], 'HTTP.client.requests'))).toBe(certainlyForeign)
    expect(sumOf(collectTraffic([], 'http.server.requests'))).toBe(certainlyForeign + unknown + own)
    const book = createBook()
    const { updates } = collect(book, batch([counter('http.client.requests', points)]))
    expect(updates[0]?.aggregate.sum).toBe(certainlyForeign + unknown + own)
  })

  it('are in a chart that a rule names when nothing tells them apart, which is said once', () => {
    const book = createBook(['http.client.a', 'http.client.a:rate=a second'], { ownEndpoint })
    const metrics = batch([counter('http.client.a', points)])
    const { updates, notices, dropped } = collect(book, metrics)
    expect(updates.map(({ aggregate }) => aggregate.sum)).toEqual([
      certainlyForeign + unknown,
      certainlyForeign + unknown,
    ])
    expect(dropped).toEqual([])
    expect(notices).toEqual([
      { level: 'warn', message: expect.stringContaining('own requests in it') },
    ])
    expect(collect(book, metrics, 600_000).notices).toEqual([])
  })

  it('are said to be left out by a single data point, which may lack attributes altogether', () => {
    const metric = counter('http.client.a', [1])
    Object.assign(metric.dataPoints[0] ?? {}, { attributes: undefined })
    const { updates, dropped, notices } = collect(createBook([], { ownEndpoint }), batch([metric]))
    expect(updates).toEqual([])
    expect(dropped).toEqual([{ chart: 'http.client.a', reason: 'own_traffic', count: 1 }])
    expect(notices).toHaveLength(1)
  })

  it('are skipped where a rule filters too', () => {
    const summary = collectTraffic([
      { metric: 'http.client.request.duration', where: { 'server.port': 443 } },
    ])
    // 256 came to port 443 of who knows whom.
    expect(sumOf(summary)).toBe(8 + 256)
  })

  it('are known by an IPv6 address with or without brackets', () => {
    for (const host of ['::1', '[::1]']) {
      const book = createBook([], { ownEndpoint: { host: '[::1]', port: 80 } })
      const metrics = batch([counter('http.client.a', [to(1, host, 80)])])
      expect(collect(book, metrics)).toEqual({ updates: [], dropped: [], notices: [] })
    }
  })

  it('are told from others by the attributes of older instrumentations too', () => {
    const book = createBook([], { ownEndpoint })
    const metrics = batch([
      counter('http.client.duration', [toPeer(1, 'api.example'), toPeer(2, 'other.example')]),
    ])
    const { updates, notices } = collect(book, metrics)
    expect(updates[0]?.aggregate.sum).toBe(2)
    expect(notices).toEqual([])
  })
})
