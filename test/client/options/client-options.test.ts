import { SpikelogClient, SpikelogError } from '@spikelog-otel/client'
import type { SpikelogClientOptions } from '@spikelog-otel/client'
import { describe, expect, it } from 'vitest'
import { readProcessEnvironment } from '../../../packages/client/src/environment.ts'
import { verifies } from '../../requirements.ts'
import { testKey } from '../../support/use-client.ts'
import { resolveOptions } from '../support/resolve-options.ts'

type Environment = Readonly<Record<string, string>>

// Loose where a message shows a long text or a number that JSON has not.
const longText = expect.stringMatching(/^`x{100}…?` \(string.*(101|4097).*\)$/u) as string
const arrayWithInfinity = expect.stringMatching(/^`\[0,.*Infinity.*\]` \(array\)$/u) as string

/** Loose about the unit, which is the variable's. */
function uses(fallback: string): string {
  const pattern = `^The default ${fallback}( \\(.+\\))? is used\\.$`
  return expect.stringMatching(new RegExp(pattern, 'u')) as string
}

function errorOf(options: object): SpikelogError {
  try {
    resolveOptions(options)
  } catch (error) {
    if (error instanceof SpikelogError) return error
    throw error
  }
  throw new Error('these options were taken')
}

const number = (range: string) => `a number from ${range} (milliseconds)`
const millis = number('10 to 600000')
const https =
  'an https: URL without user name and password (http: to this machine only, or with `allowInsecure: true`)'
const prefix = 'a string of 1 to 100 characters, not only dots, without control characters'
const clamp = 'false or [lo, hi], two finite numbers with lo < hi'
const apiKey = 'a string of visible ASCII characters without spaces'
const dispatcher = 'an undici dispatcher (an object with dispatch)'
const store =
  'the path of a file, or a BucketStore (an object with merge, claim, settle, nextDueMillis, pending)'

describe(verifies('badOptions', 'options in code'), () => {
  it.each<[string, unknown, string, string]>([
    ['apiKey', 42, apiKey, 'a number that is not'],
    ['apiKey', 'sk_ä', apiKey, 'a string that is not'],
    ['apiKey', '', apiKey, 'an empty string'],
    ['apiKey', 'sk_1\n', apiKey, 'a string with white space around it'],
    ['endpoint', 'nowhere', https, '`nowhere` (string)'],
    ['endpoint', 42, https, '`42` (number)'],
    ['endpoint', 'http://spikelog.test/', https, '`http://spikelog.test/` (string)'],
    ['endpoint', 'http://127.0.0.1.evil.test/', https, '`http://127.0.0.1.evil.test/` (string)'],
    ['endpoint', 'http://localhost.evil.test/', https, '`http://localhost.evil.test/` (string)'],
    ['endpoint', 'http://10.0.0.1/', https, '`http://10.0.0.1/` (string)'],
    ['endpoint', 'http://0.0.0.0/', https, '`http://0.0.0.0/` (string)'],
    ['endpoint', 'https://me@spikelog.test/', https, '`https://***@spikelog.test/` (string)'],
    ['endpoint', 'ftp://spikelog.test/', https, '`ftp://spikelog.test/` (string)'],
    ['endpoint', new URL('https://spikelog.test/'), https, '`"https://spikelog.test/"` (object)'],
    ['allowInsecure', 'yes', 'true or false', '`yes` (string)'],
    ['allowInsecure', 1, 'true or false', '`1` (number)'],
    ['prefix', '', prefix, '`` (string)'],
    ['prefix', ' . ', prefix, '` . ` (string)'],
    ['prefix', 'a\nb', prefix, '`a b` (string)'],
    ['prefix', 'x'.repeat(101), prefix, longText],
    ['prefix', null, prefix, '`null` (null)'],
    ['bucketMillis', 9, number('10 to 86400000'), '`9` (number)'],
    ['bucketMillis', 86_400_001, number('10 to 86400000'), '`86400001` (number)'],
    ['bucketMillis', '300000', number('10 to 86400000'), '`300000` (string)'],
    ['bucketMillis', Number.NaN, number('10 to 86400000'), '`NaN` (number)'],
    ['maxCharts', 0, 'a whole number from 1 to 1000', '`0` (number)'],
    ['maxCharts', 1001, 'a whole number from 1 to 1000', '`1001` (number)'],
    ['maxCharts', '10', 'a whole number from 1 to 1000', '`10` (string)'],
    ['maxCharts', 1.5, 'a whole number from 1 to 1000', '`1.5` (number)'],
    ['clamp', true, clamp, '`true` (boolean)'],
    ['clamp', [0], clamp, '`[0]` (array)'],
    ['clamp', [1, 1], clamp, '`[1,1]` (array)'],
    ['clamp', [2, 1], clamp, '`[2,1]` (array)'],
    ['clamp', [0, Infinity], clamp, arrayWithInfinity],
    ['clamp', ['0', '1'], clamp, '`["0","1"]` (array)'],
    ['timeoutMillis', 9, millis, '`9` (number)'],
    ['timeoutMillis', 600_001, millis, '`600001` (number)'],
    ['timeoutMillis', '10000', millis, '`10000` (string)'],
    ['timeoutMillis', Infinity, millis, '`Infinity` (number)'],
    ['maxRetries', -1, 'a whole number from 0 to 10', '`-1` (number)'],
    ['maxRetries', 11, 'a whole number from 0 to 10', '`11` (number)'],
    ['maxRetries', '3', 'a whole number from 0 to 10', '`3` (string)'],
    ['maxRetries', 0.5, 'a whole number from 0 to 10', '`0.5` (number)'],
    ['deliveryTimeoutMillis', 9, millis, '`9` (number)'],
    ['deliveryTimeoutMillis', [25_000], millis, '`[25000]` (array)'],
    ['deliveryTimeoutMillis', 600_001, millis, '`600001` (number)'],
    ['shutdownTimeoutMillis', 0, millis, '`0` (number)'],
    ['shutdownTimeoutMillis', 600_001, millis, '`600001` (number)'],
    ['shutdownTimeoutMillis', '5000', millis, '`5000` (string)'],
    ['fallbackFile', '', 'a string of 1 to 4096 characters', '`` (string)'],
    ['fallbackFile', 'x'.repeat(4097), 'a string of 1 to 4096 characters', longText],
    ['fallbackFile', 7n, 'a string of 1 to 4096 characters', '`7` (bigint)'],
    ['store', '', store, '`` (string)'],
    ['store', { merge() {} }, store, '`{}` (object)'],
    ['dispatcher', {}, dispatcher, '`{}` (object)'],
    ['dispatcher', 'http://proxy.test/', dispatcher, '`http://proxy.test/` (string)'],
    ['dispatcher', { dispatch: true }, dispatcher, '`{"dispatch":true}` (object)'],
  ])('name %s, what is expected and what they got: %o', (name, value, expected, got) => {
    const error = errorOf({ [name]: value })
    expect(error).toMatchObject({ code: 'invalid_option', name: 'SpikelogError' })
    const before = `Expected \`${name}\` to be ${expected}, got `
    expect(error.message.slice(0, before.length)).toBe(before)
    expect(error.message.slice(before.length)).toEqual(got)
  })

  it('name an unknown one, most likely a typo', () => {
    expect(() => resolveOptions({ bucketMilis: 5 })).toThrow(
      /^Expected options to be among .*bucketMillis.*, got `bucketMilis`$/u,
    )
  })

  it.each([null, 'sk_key', 42])('must be an object, not %j', (options) => {
    expect(() => new SpikelogClient(options as SpikelogClientOptions)).toThrow(
      /^Expected `options` to be an object, got /u,
    )
  })

  it('may be undefined, which is as if not given', () => {
    const { resolved } = resolveOptions({ prefix: undefined, bucketMillis: undefined })
    expect(resolved).toMatchObject({ prefix: undefined, bucketMillis: 300_000 })
  })

  it.each([
    ['bucketMillis', 10],
    ['bucketMillis', 86_400_000],
    ['maxCharts', 1000],
    ['timeoutMillis', 10],
    ['maxRetries', 0],
    ['clamp', false],
    ['clamp', [-1e300, 1e300]],
    ['prefix', 'x'.repeat(100)],
  ])('take the ends of a range: %s %j', (name, value) => {
    expect(resolveOptions({ [name]: value }).resolved).toHaveProperty(name, value)
  })

  it.each([
    'http://localhost:8080/',
    'http://127.0.0.1/',
    'http://127.8.9.1/',
    'http://[::1]:1/',
    'http://spikelog.localhost/',
    'https://spikelog.test/x?y',
  ])('take the endpoint %s', (endpoint) => {
    expect(resolveOptions({ endpoint }).resolved.endpoint.href).toBe(endpoint)
  })

  it('take plain http to another machine with allowInsecure', () => {
    const options = { endpoint: 'http://10.0.0.1/', allowInsecure: true }
    expect(resolveOptions(options).resolved.endpoint.href).toBe('http://10.0.0.1/')
    expect(() => resolveOptions({ ...options, endpoint: 'http://a:b@10.0.0.1/' })).toThrow(
      'an http: or https: URL without user name and password',
    )
  })
})

describe('defaults', () => {
  it('are those of the documentation', () => {
    expect(resolveOptions({}).resolved).toEqual({
      apiKey: testKey,
      endpoint: new URL('https://api.spikelog.com/api/v1/ingest'),
      prefix: undefined,
      bucketMillis: 300_000,
      keepDays: undefined,
      maxCharts: 10,
      clamp: [0, 1e6],
      timeoutMillis: 10_000,
      maxRetries: 3,
      deliveryTimeoutMillis: 25_000,
      shutdownTimeoutMillis: 5000,
      fallbackFile: undefined,
      timestamps: false,
      tags: undefined,
      rollout: 1,
      dryRun: false,
      store: undefined,
      dispatcher: undefined,
      proxy: undefined,
    })
  })

  it('do not include a key', () => {
    expect(() => new SpikelogClient({}, { environment: () => undefined })).toThrow(
      expect.objectContaining({
        code: 'missing_api_key',
        message: expect.stringContaining('`apiKey` or the environment variable `SPIKELOG_API_KEY`'),
      }),
    )
  })
})

describe(verifies('badOptions', 'the environment'), () => {
  const good: Environment = {
    SPIKELOG_API_KEY: 'sk_environment',
    SPIKELOG_ENDPOINT: 'http://localhost:1234/ingest',
    SPIKELOG_PREFIX: 'shop',
    SPIKELOG_BUCKET_SECONDS: '60',
    SPIKELOG_MAX_CHARTS: '3',
    SPIKELOG_TIMEOUT_MS: '1500',
    SPIKELOG_FALLBACK_CSV: 'rest.csv',
  }

  it('goes before the default', () => {
    const { resolved, warnings } = resolveOptions({ apiKey: undefined }, good)
    expect(warnings).toEqual([])
    expect(resolved).toMatchObject({
      apiKey: 'sk_environment',
      prefix: 'shop',
      bucketMillis: 60_000,
      maxCharts: 3,
      timeoutMillis: 1500,
      fallbackFile: 'rest.csv',
    })
    expect(resolved.endpoint.href).toBe('http://localhost:1234/ingest')
  })

  it('goes behind code', () => {
    const { resolved } = resolveOptions({ prefix: 'code', maxCharts: 9, bucketMillis: 70 }, good)
    expect(resolved).toMatchObject({
      apiKey: testKey,
      prefix: 'code',
      maxCharts: 9,
      bucketMillis: 70,
    })
  })

  const usesEndpoint = 'The default https://api.spikelog.com/api/v1/ingest is used.'
  const seconds = 'a number from 0.01 to 86400 (seconds)'

  it.each<[name: string, text: string, expected: string, got: string, instead: string]>([
    ['ENDPOINT', 'http://spikelog.test', https, '`http://spikelog.test` (string)', usesEndpoint],
    ['ENDPOINT', 'nowhere', https, '`nowhere` (string)', usesEndpoint],
    ['PREFIX', '...', prefix, '`...` (string)', 'It is ignored.'],
    ['PREFIX', 'x'.repeat(101), prefix, longText, 'It is ignored.'],
    ['BUCKET_SECONDS', '5 min', seconds, '`5 min` (string)', uses('300')],
    ['BUCKET_SECONDS', '0', seconds, '`0` (string)', uses('300')],
    ['BUCKET_SECONDS', '86401', seconds, '`86401` (string)', uses('300')],
    ['MAX_CHARTS', '10.5', 'a whole number from 1 to 1000', '`10.5` (string)', uses('10')],
    ['MAX_CHARTS', '0', 'a whole number from 1 to 1000', '`0` (string)', uses('10')],
    ['MAX_CHARTS', '1001', 'a whole number from 1 to 1000', '`1001` (string)', uses('10')],
    ['TIMEOUT_MS', '10s', millis, '`10s` (string)', uses('10000')],
    ['TIMEOUT_MS', '-1', millis, '`-1` (string)', uses('10000')],
    ['TIMEOUT_MS', '600001', millis, '`600001` (string)', uses('10000')],
    [
      'FALLBACK_CSV',
      'x'.repeat(4097),
      'a string of 1 to 4096 characters',
      longText,
      'It is ignored.',
    ],
  ])('warns of a bad SPIKELOG_%s=%s and uses the default', (name, text, expected, got, instead) => {
    const { resolved, warnings } = resolveOptions({}, { [`SPIKELOG_${name}`]: text })
    expect(resolved).toEqual(resolveOptions({}).resolved)
    expect(warnings).toHaveLength(1)
    const before = `Expected \`SPIKELOG_${name}\` to be ${expected}, got `
    const [, start, shown, rest] =
      /^(.*?, got )(`.*` \(string[^)]*\))\. (.*)$/su.exec(warnings[0] ?? '') ?? []
    expect([start, shown, rest]).toEqual([before, got, instead])
  })

  it.each(['', ' ', '\t\n'])('counts as unset when it is %j', (text) => {
    process.env['SPIKELOG_TEST_UNSET'] = text
    expect(readProcessEnvironment('SPIKELOG_TEST_UNSET')).toBeUndefined()
    delete process.env['SPIKELOG_TEST_UNSET']
    expect(readProcessEnvironment('SPIKELOG_TEST_UNSET')).toBeUndefined()
  })
})

describe('proxy variables', () => {
  it('are read lower case first', () => {
    const environment = {
      http_proxy: 'http://lower:1',
      HTTP_PROXY: 'http://upper:1',
      HTTPS_PROXY: 'proxy.test:3128',
      NO_PROXY: 'a,b',
    }
    expect(resolveOptions({}, environment).resolved.proxy).toEqual({
      httpProxy: 'http://lower:1',
      httpsProxy: 'http://proxy.test:3128',
      noProxy: 'a,b',
    })
  })

  it('are not used for this machine', () => {
    const environment = { HTTPS_PROXY: 'http://proxy.test' }
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(
        resolveOptions({ endpoint: `https://${host}/` }, environment).resolved.proxy,
      ).toBeUndefined()
    }
  })

  it.each(['http://', 'socks5://127.0.0.1:1', 'not a url', 'http://user:secret@host:99999'])(
    'warn and are ignored when they are no proxy URL: %s',
    (text) => {
      const { resolved, warnings } = resolveOptions({}, { https_proxy: text })
      expect(resolved.proxy).toBeUndefined()
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toMatch(
        /^Expected `https_proxy` to be the http: or https: URL of a proxy/u,
      )
      expect(warnings[0]).not.toContain('secret')
    },
  )
})

describe('SpikelogError', () => {
  it('is recognised across copies of the package', () => {
    const copy = Object.defineProperty(new Error('x'), Symbol.for('@spikelog-otel/error'), {
      value: true,
    })
    expect(copy).toBeInstanceOf(SpikelogError)
    expect(new SpikelogError('invalid_option', 'x')).toBeInstanceOf(TypeError)
    for (const other of [new TypeError('x'), null, undefined, 'x', {}]) {
      expect(other instanceof SpikelogError).toBe(false)
    }
  })
})
