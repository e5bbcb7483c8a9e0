import { SpikelogError } from '@spikelog-otel/client'
import { createSpikelogReader, SpikelogMetricExporter } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { FakeLogger } from '../support/fake-logger.ts'
import { verifies } from '../requirements.ts'

const apiKey = 'sk_test'

function construct(
  options: object,
  environment: Record<string, string> = {},
): { exporter?: SpikelogMetricExporter; message?: string; warnings: string[] } {
  const logger = new FakeLogger()
  const parts = { logger, environment: (name: string) => environment[name] }
  try {
    return { exporter: new SpikelogMetricExporter(options, parts), warnings: logger.at('warn') }
  } catch (error) {
    if (!(error instanceof SpikelogError)) throw error
    return { message: error.message, warnings: logger.at('warn') }
  }
}

describe(verifies('badOptions', 'a bad option in code'), () => {
  it.each<[option: string, value: unknown, message: RegExp]>([
    [
      'charts',
      'users',
      /^Expected `charts` to be an array of chart rules, .*got `users` \(string\)$/u,
    ],
    ['charts', 5, /^Expected `charts` to be an array of chart rules, .*got `5` \(number\)$/u],
    ['charts', ['users:median'], /charts\[0\].*sum.*median/su],
    ['charts', ['users:p94'], /charts\[0\].*p50, p75, p90, p95, p99.*p94/su],
    ['charts', [''], /charts\[0\]/u],
    ['charts', [{ metric: 'a', as: 'b'.repeat(201) }], /charts\[0\].*1 to 200 characters/u],
    ['charts', ['a=x', 'b=x'], /charts\[1\].*charts\[0\]/u],
    [
      'forceFlush',
      'later',
      /^Expected `forceFlush` to be 'now' or 'due', got `later` \(string\)$/u,
    ],
    [
      'bucketMillis',
      '300',
      /^Expected `bucketMillis` to be a number from 10 to 86400000.*\(string\)$/u,
    ],
    [
      'maxCharts',
      0,
      /^Expected `maxCharts` to be a whole number from 1 to 1000, got `0` \(number\)$/u,
    ],
    ['bucketMilis', 5000, /^Expected options to be among .*bucketMillis.*, got `bucketMilis`/u],
    ['endpoint', 'http://example.com/ingest', /^Expected `endpoint` to be an https: URL/u],
  ])('throws for %s: %j', (option, value, message) => {
    expect(construct({ apiKey, [option]: value }).message).toMatch(message)
  })

  it('throws without a key, naming both places', () => {
    const { message } = construct({})
    expect(message).toContain('`apiKey`')
    expect(message).toContain('`SPIKELOG_API_KEY`')
  })
})

describe('the environment', () => {
  it('serves where code says nothing', async () => {
    const { exporter, warnings } = construct(
      {},
      {
        SPIKELOG_API_KEY: apiKey,
        SPIKELOG_BUCKET_SECONDS: '60',
        SPIKELOG_CHARTS: 'users, orders=new orders,',
      },
    )
    expect(warnings).toEqual([])
    expect(exporter?.bucketMillis).toBe(60_000)
    expect(exporter?.health().charts.map(({ chart }) => chart)).toEqual(['users', 'new orders'])
    await exporter?.shutdown()
  })

  it.each([
    [
      'SPIKELOG_CHARTS',
      'users:median',
      /^SPIKELOG_CHARTS holds rules that are ignored\. Charts are chosen automatically\. Expected `SPIKELOG_CHARTS\[0\]\.aggregation` .*median/su,
    ],
    [
      'SPIKELOG_BUCKET_SECONDS',
      'soon',
      /^Expected `SPIKELOG_BUCKET_SECONDS` to be a number from 0\.01 to 86400 \(seconds\), got `soon`/u,
    ],
    [
      'SPIKELOG_MAX_CHARTS',
      '2.5',
      /^Expected `SPIKELOG_MAX_CHARTS` to be a whole number from 1 to 1000, got `2\.5`/u,
    ],
  ])('warns once about a bad %s and falls back', async (variable, text, message) => {
    const { exporter, warnings } = construct({ apiKey }, { [variable]: text })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(message)
    expect(exporter?.bucketMillis).toBe(300_000)
    await exporter?.shutdown()
  })

  it('keeps the good rules of a list with a bad one', async () => {
    const { exporter, warnings } = construct(
      { apiKey },
      { SPIKELOG_CHARTS: 'users,orders:p94,mails,users' },
    )
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/The other rules serve\. .*p94.*; .*users/su)
    // By their places in the list as it was written, not among the good ones.
    expect(warnings[0]?.match(/SPIKELOG_CHARTS\[\d\]/gu)).toEqual([
      'SPIKELOG_CHARTS[1]',
      'SPIKELOG_CHARTS[3]',
      'SPIKELOG_CHARTS[0]',
    ])
    expect(exporter?.health().charts.map(({ chart }) => chart)).toEqual(['users', 'mails'])
    await exporter?.shutdown()
  })

  it('adds its prefix once', async () => {
    const { exporter } = construct({ apiKey, charts: ['users'] }, { SPIKELOG_PREFIX: 'shop' })
    expect(exporter?.health().charts.map(({ chart }) => chart)).toEqual(['shop.users'])
    await exporter?.shutdown()
  })
})

describe('createSpikelogReader', () => {
  it('takes the options of the SDK beside ours, and refuses unknown ones', async () => {
    const parts = { environment: () => undefined }
    const reader = createSpikelogReader(
      { apiKey, exportIntervalMillis: 1000, bucketMillis: 5000 },
      parts,
    )
    await reader.shutdown()
    const unknown = { apiKey, exportInterval: 1000 }
    expect(() => createSpikelogReader(unknown, parts)).toThrow(/got `exportInterval`/u)
  })

  const maxTimerMillis = 2 ** 31 - 1
  it.each<[option: string, value: unknown, message: string]>([
    [
      'exportIntervalMillis',
      Number.NaN,
      `a number from 1 to ${maxTimerMillis}, got \`NaN\` (number)`,
    ],
    ['exportIntervalMillis', 0, `a number from 1 to ${maxTimerMillis}, got \`0\` (number)`],
    ['exportIntervalMillis', '60', `a number from 1 to ${maxTimerMillis}, got \`60\` (string)`],
    // Longer than a timer can be, and so no wait at all.
    [
      'exportIntervalMillis',
      2 ** 31,
      `a number from 1 to ${maxTimerMillis}, got \`2147483648\` (number)`,
    ],
    ['exportTimeoutMillis', Number.NaN, 'a number from 1 to 5000, got `NaN` (number)'],
    ['exportTimeoutMillis', 5001, 'a number from 1 to 5000, got `5001` (number)'],
  ])('throws for %s: %s', (option, value, message) => {
    const options = { apiKey, bucketMillis: 5000, [option]: value }
    const error = { code: 'invalid_option', message: `Expected \`${option}\` to be ${message}` }
    expect(() => createSpikelogReader(options, { environment: () => undefined })).toThrow(
      expect.objectContaining(error),
    )
  })

  it('takes options that are undefined as not given', async () => {
    const options = { apiKey, exportIntervalMillis: undefined, exportTimeoutMillis: undefined }
    const reader = createSpikelogReader(options as object, { environment: () => undefined })
    await expect(reader.shutdown()).resolves.toBeUndefined()
  })
})
