import type { Attributes } from '@opentelemetry/api'
import { AggregationType, InstrumentType } from '@opentelemetry/sdk-metrics'
import type { ViewOptions } from '@opentelemetry/sdk-metrics'
import { chartViews } from '@spikelog-otel/exporter'
import type { ChartRule } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'

const allTypes = Object.values(InstrumentType)
const sum = { type: AggregationType.SUM }
const lastValue = { type: AggregationType.LAST_VALUE }
const plain = {
  type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
  options: { boundaries: [], recordMinMax: true },
}
const everyAttribute: Attributes = {
  plan: 'pro',
  region: 'eu',
  'server.address': 'api.example',
  'server.port': 443,
  'net.peer.name': 'api.example',
  'net.peer.port': 443,
}

/** The attributes a view leaves a counter. */
function keptBy(charts: readonly (string | ChartRule)[], type = InstrumentType.COUNTER): string[] {
  const view = chartViews(charts).find(({ instrumentType }) => instrumentType === type)
  const processors = view?.attributesProcessors ?? []
  return Object.keys(
    processors.reduce((kept, processor) => processor.process(kept), everyAttribute),
  )
}

const toTarget = ({ instrumentName, instrumentType }: ViewOptions) =>
  [instrumentName, instrumentType] as const

describe(verifies('views', 'chartViews'), () => {
  it('makes one view of each metric and instrument type, whatever the number of its rules', () => {
    const views = chartViews(['users', 'latency', 'latency:max=slowest', { metric: 'jobs.*' }])
    const names = ['users', 'latency', 'jobs.*']
    expect(views.map(toTarget)).toEqual(
      names.flatMap((name) => allTypes.map((type) => [name, type])),
    )
  })

  it.each([
    [InstrumentType.COUNTER, sum, sum],
    [InstrumentType.OBSERVABLE_COUNTER, sum, sum],
    [InstrumentType.UP_DOWN_COUNTER, sum, sum],
    [InstrumentType.OBSERVABLE_UP_DOWN_COUNTER, sum, sum],
    [InstrumentType.HISTOGRAM, plain, plain],
    [InstrumentType.GAUGE, plain, lastValue],
    [InstrumentType.OBSERVABLE_GAUGE, lastValue, lastValue],
  ])('asks of a %s what the exporter asks', (type, usual, whenLastIsAsked) => {
    const asked = (charts: readonly string[]) =>
      chartViews(charts).find(({ instrumentType }) => instrumentType === type)?.aggregation
    expect(asked(['m'])).toEqual(usual)
    expect(asked(['m', 'other:last'])).toEqual(whenLastIsAsked)
  })

  it('asks buckets only of histograms of which a rule asks a quantile', () => {
    const kinds = chartViews(['latency', 'latency:p95=slow', 'size', 'jobs.*:p50'])
      .filter(({ instrumentType }) => instrumentType === InstrumentType.HISTOGRAM)
      .map(({ instrumentName, aggregation }) => [instrumentName, aggregation?.type])
    expect(kinds).toEqual([
      ['latency', AggregationType.EXPONENTIAL_HISTOGRAM],
      ['size', AggregationType.EXPLICIT_BUCKET_HISTOGRAM],
      ['jobs.*', AggregationType.EXPONENTIAL_HISTOGRAM],
    ])
  })

  it('keeps the attributes that rules of the metric filter by, and no others', () => {
    const users: ChartRule = { metric: 'users', where: { plan: 'pro' }, as: 'pro' }
    expect(keptBy(['users'])).toEqual([])
    expect(keptBy(['users', users])).toEqual(['plan'])
    expect(keptBy([users, { metric: 'users', where: { region: 'eu' }, as: 'eu' }])).toEqual([
      'plan',
      'region',
    ])
    expect(keptBy(['other', users])).toEqual([])
  })

  it.each([
    'http.client.request.duration',
    'HTTP.client.x',
    'http.client.*',
    'http.*',
    '*.duration',
  ])('keeps by what the exporter knows its own requests, of %s', (metric) => {
    expect(keptBy([metric]).sort()).toEqual(Object.keys(everyAttribute).slice(2).sort())
  })

  // Of equal attribute sets the SDK keeps the last there, and does not add them up.
  it.each([
    InstrumentType.OBSERVABLE_COUNTER,
    InstrumentType.OBSERVABLE_UP_DOWN_COUNTER,
    InstrumentType.OBSERVABLE_GAUGE,
  ])('keeps all attributes of a %s', (type) => {
    expect(keptBy(['users'], type)).toEqual(Object.keys(everyAttribute))
  })

  it('keeps all attributes of gauges read as their last value', () => {
    expect(keptBy(['users'], InstrumentType.GAUGE)).toEqual([])
    expect(keptBy(['users:last'], InstrumentType.GAUGE)).toEqual(Object.keys(everyAttribute))
  })

  it('makes nothing of no rules', () => {
    expect(chartViews([])).toEqual([])
  })

  it.each<[string, readonly (string | ChartRule)[], RegExp]>([
    ['a bad rule', ['users:avrg'], /^Expected `charts\[0\]\.aggregation` to be one of/u],
    [
      'a pattern and a name it matches',
      ['jobs.mail', 'JOBS.*'],
      /^Expected `charts\[1\]\.metric` to match nothing that `charts\[0\]` matches, `jobs\.mail`.*Name the metrics one by one.*leave `chartViews` out, got `JOBS\.\*` \(string\)$/u,
    ],
    [
      'two patterns that can match one name',
      ['users', 'jobs.*', '*.count'],
      /^Expected `charts\[2\]\.metric` to match nothing that `charts\[1\]` matches, `jobs\.\*`/u,
    ],
    ['everything', ['*'], /^Expected `charts\[0\]\.metric` to name what views should measure/u],
    ['everything, written longer', ['**'], /to name what views should measure/u],
    ['a pattern beyond the SDK’s', ['a*b*'], /to hold one `\*` at most, as views allow no more/u],
    [
      'two spellings',
      ['users', 'Users=people'],
      /^Expected `charts\[1\]\.metric` to be written as in `charts\[0\]`, `users`: .*, got `Users`/u,
    ],
  ])('throws for %s, saying what to do', (_, charts, message) => {
    expect(() => chartViews(charts)).toThrow(message)
  })
})
